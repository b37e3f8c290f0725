/*
 * Which fonts there are: the usual folders, and a few rules of our own. The system's forty files of rules take 4 ms
 * to read, and make a picture depend on them; whoever wants others sets FONTCONFIG_FILE, as for any program.
 */
#include "render/text_private.h"
#include <stdlib.h>

#define HEAD "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\"><fontconfig>"

static const char all_folders[] = HEAD
    "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><dir prefix=\"xdg\">fonts</dir><dir>~/.fonts</dir>"
    "</fontconfig>";

/* Where Debian keeps the common families: twenty other folders' lists need not be read then. */
static const char common_folders[] =
    HEAD "<dir>/usr/share/fonts/truetype/noto</dir><dir>/usr/share/fonts/opentype/noto</dir>"
         "<dir>/usr/share/fonts/truetype/dejavu</dir></fontconfig>";

/* Fonts to fall back on, and slanted or bold forms of those that have none. */
static const char rules[] = HEAD
    "<cachedir>/var/cache/fontconfig</cachedir><cachedir prefix=\"xdg\">fontconfig</cachedir>"
    "<match target=\"pattern\"><test qual=\"any\" name=\"family\" compare=\"contains\"><string>Serif</string></test>"
    "<edit name=\"family\" mode=\"append_last\" binding=\"weak\"><string>Noto Serif</string>"
    "<string>Noto Serif CJK JP</string></edit></match>"
    "<match target=\"pattern\"><edit name=\"family\" mode=\"append_last\" binding=\"weak\"><string>Noto Sans</string>"
    "<string>Noto Sans CJK JP</string><string>DejaVu Sans</string></edit></match>"
    "<match target=\"font\"><test name=\"slant\"><const>roman</const></test>"
    "<test target=\"pattern\" name=\"slant\" compare=\"not_eq\"><const>roman</const></test>"
    "<edit name=\"matrix\" mode=\"assign\"><times><name>matrix</name><matrix><double>1</double><double>0.2</double>"
    "<double>0</double><double>1</double></matrix></times></edit>"
    "<edit name=\"slant\" mode=\"assign\"><const>oblique</const></edit></match>"
    "<match target=\"font\"><test name=\"weight\" compare=\"less_eq\"><const>medium</const></test>"
    "<test target=\"pattern\" name=\"weight\" compare=\"more_eq\"><const>bold</const></test>"
    "<edit name=\"embolden\" mode=\"assign\"><bool>true</bool></edit>"
    "<edit name=\"weight\" mode=\"assign\"><const>bold</const></edit></match>"
    "</fontconfig>";

/* The families that every text falls back on. */
static const char *const common[] = {"Noto Sans", "Noto Serif", "Noto Sans CJK JP", "Noto Serif CJK JP", "DejaVu Sans"};

bool kuril_font_is_common(const char *family)
{
    for (size_t i = 0; i < G_N_ELEMENTS(common); i++)
        if (g_ascii_strcasecmp(family, common[i]) == 0)
            return true;
    return false;
}

/* Nothing but the common families: fontconfig's searches take time by the number of fonts. */
static char *common_only(void)
{
    GString *text =
        g_string_new("<?xml version=\"1.0\"?><fontconfig><selectfont><rejectfont><pattern>"
                     "<patelt name=\"scalable\"><bool>true</bool></patelt></pattern><pattern>"
                     "<patelt name=\"scalable\"><bool>false</bool></patelt></pattern></rejectfont><acceptfont>");
    for (size_t i = 0; i < G_N_ELEMENTS(common); i++)
        g_string_append_printf(text, "<pattern><patelt name=\"family\"><string>%s</string></patelt></pattern>",
                               common[i]);
    g_string_append(text, "</acceptfont></selectfont></fontconfig>");
    return g_string_free(text, FALSE);
}

static bool parse(FcConfig *config, const char *text)
{
    return FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)text, FcTrue);
}

/* The fonts of some folders, or of the common families among them. */
static FcConfig *make(const char *folders, bool all)
{
    FcConfig *config = FcConfigCreate();
    char *limits = common_only();
    const bool made = config && parse(config, folders) && parse(config, rules) && (all || parse(config, limits)) &&
                      FcConfigBuildFonts(config);
    g_free(limits);
    if (!made && config)
        FcConfigDestroy(config);
    return made ? config : NULL;
}

static bool has_family(const FcFontSet *fonts, const char *wanted)
{
    for (int i = 0; fonts && i < fonts->nfont; i++) {
        FcChar8 *family = NULL;
        for (int k = 0; FcPatternGetString(fonts->fonts[i], FC_FAMILY, k, &family) == FcResultMatch; k++)
            if (g_ascii_strcasecmp((const char *)family, wanted) == 0)
                return true;
    }
    return false;
}

static bool has_all_common(FcConfig *config)
{
    const FcFontSet *fonts = FcConfigGetFonts(config, FcSetSystem);
    bool has = true;
    for (size_t i = 0; has && i < G_N_ELEMENTS(common); i++)
        has = has_family(fonts, common[i]);
    return has;
}

FcConfig *kuril_font_config(bool all)
{
    if (g_getenv("FONTCONFIG_FILE"))
        return FcInitLoadConfigAndFonts();
    FcConfig *config = all ? NULL : make(common_folders, false);
    if (config && has_all_common(config))
        return config;
    if (config)
        FcConfigDestroy(config);
    return make(all_folders, all);
}

static void make_current(FcConfig *config)
{
    if (!config)
        return;
    FcConfigSetCurrent(config);
    FcConfigDestroy(config);
}

void kuril_fonts_own_process(void)
{
    if (!g_getenv("FONTCONFIG_FILE"))
        make_current(make(HEAD "</fontconfig>", true));
}

void kuril_fonts_for_others(void)
{
    const FcFontSet *fonts = FcConfigGetFonts(FcConfigGetCurrent(), FcSetSystem);
    if (!fonts || fonts->nfont == 0)
        make_current(kuril_font_config(true));
}
