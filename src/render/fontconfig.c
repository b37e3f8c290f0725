/*
 * Which fonts there are: the usual folders, and a few rules of our own. The system's forty files of rules take 4 ms
 * to read, and make a picture depend on them; whoever wants others sets FONTCONFIG_FILE, as for any program.
 */
#include "render/text_private.h"
#include <stdlib.h>

/* Fonts to fall back on, and slanted or bold forms of those that have none. */
static const char rules[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\"><fontconfig>"
    "<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir><dir prefix=\"xdg\">fonts</dir><dir>~/.fonts</dir>"
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
    GString *text = g_string_new("<?xml version=\"1.0\"?><fontconfig><selectfont><rejectfont><pattern>"
                                 "<patelt name=\"scalable\"><bool>true</bool></patelt></pattern><pattern>"
                                 "<patelt name=\"scalable\"><bool>false</bool></patelt></pattern></rejectfont><acceptfont>");
    for (size_t i = 0; i < G_N_ELEMENTS(common); i++)
        g_string_append_printf(
            text, "<pattern><patelt name=\"family\"><string>%s</string></patelt></pattern>", common[i]);
    g_string_append(text, "</acceptfont></selectfont></fontconfig>");
    return g_string_free(text, FALSE);
}

FcConfig *kuril_font_config(bool all)
{
    if (g_getenv("FONTCONFIG_FILE"))
        return FcInitLoadConfigAndFonts();
    FcConfig *config = FcConfigCreate();
    char *limits = common_only();
    if (config && FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)rules, FcTrue) &&
        (all || FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)limits, FcTrue)) && FcConfigBuildFonts(config)) {
        g_free(limits);
        return config;
    }
    g_free(limits);
    if (config)
        FcConfigDestroy(config);
    return NULL;
}

void kuril_fonts_own_process(void)
{
    FcConfig *config = g_getenv("FONTCONFIG_FILE") ? NULL : kuril_font_config(true);
    if (!config)
        return;
    FcConfigSetCurrent(config);
    FcConfigDestroy(config);
}
