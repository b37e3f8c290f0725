/* What icons of either kind share. */
#ifndef KURIL_RENDER_ICON_PRIVATE_H
#define KURIL_RENDER_ICON_PRIVATE_H

#include "render/canvas_private.h"
#include "render/icon.h"

/* How an icon is coloured, in units of its picture. */
typedef struct icon_look {
    kuril_rgba tint; /* all zero: as it is */
    kuril_rgba halo;
    double halo_width;
    double halo_blur;
    double pixel;  /* side of a device pixel, in which the edge of an SDF fades */
    double margin; /* room that the halo takes around the picture */
} icon_look;

/* A picture in one look: what is played back at each place. Pictures are `width_px` by `height_px` units. */
typedef struct icon_picture {
    char *key; /* tint and halo */
    cairo_surface_t *surface;
} icon_picture;

struct kuril_icon {
    char *name;
    char *path;              /* file not read yet, or NULL */
    GBytes *svg;             /* text of an SVG */
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
/* What of tint and halo applies to the icon. */
icon_look kuril_icon_look(const kuril_icon *icon, const kuril_rgba *tint, const kuril_rgba *halo, double halo_width);
/* Draws an SVG icon at the origin. */
void kuril_svg_icon_render(const kuril_icon *icon, cairo_t *cr, const icon_look *look);
/* The same into a surface, which begins `margin` left of and above the picture. */
cairo_surface_t *kuril_svg_icon_record(const kuril_icon *icon, const icon_look *look);
/* The pixels of a sprite in a look; those of an SDF are coloured. */
cairo_surface_t *kuril_sprite_picture(const kuril_icon *icon, const icon_look *look);
/* The surface for a look, made when first wanted; borrowed. */
cairo_surface_t *kuril_icon_picture(const kuril_icon *icon, const icon_look *look);

#endif
