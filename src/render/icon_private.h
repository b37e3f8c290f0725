/* What icons of either kind share. */
#ifndef KURIL_RENDER_ICON_PRIVATE_H
#define KURIL_RENDER_ICON_PRIVATE_H

#include "render/canvas_private.h"
#include "render/icon.h"

/* A picture in one look: what is played back at each place. Pictures are `width_px` by `height_px` units. */
typedef struct icon_picture {
    char *key; /* tint and halo */
    cairo_surface_t *surface;
} icon_picture;

struct kuril_icon {
    char *name;
    char *path;       /* file not read yet, or NULL */
    GBytes *svg;      /* text of an SVG */
    cairo_surface_t *pixels; /* cut out of a sprite sheet */
    double pixel_ratio;      /* of it */
    bool sdf, tintable, failed;
    double width_px, height_px;
    GArray *pictures; /* icon_picture */
};

struct kuril_icons {
    GHashTable *by_name; /* kuril_icon, owned */
};

/* An icon under a new name; NULL when there is one already. */
kuril_icon *kuril_icons_insert(kuril_icons *icons, const char *prefix, const char *name);

/* Reads the SVG and notes its size. */
kuril_status kuril_svg_icon_open(kuril_icon *icon, kuril_error *error);
/* The icon drawn with tint and halo (in picture units) into a surface that covers it and `margin` around. */
cairo_surface_t *kuril_svg_icon_record(const kuril_icon *icon, const kuril_rgba *tint, const kuril_rgba *halo,
                                       double halo_width, double margin);
/* The surface for a look, made when first wanted; borrowed. It begins `margin` left of and above the picture. */
cairo_surface_t *kuril_icon_picture(const kuril_icon *icon, const kuril_rgba *tint, const kuril_rgba *halo,
                                    double halo_width, double *margin);

#endif
