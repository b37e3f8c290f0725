# The libraries kurilmap stands on, as Debian 12 packages them. README.md says what each is for.
find_package(PkgConfig REQUIRED)
pkg_check_modules(GLIB REQUIRED IMPORTED_TARGET glib-2.0>=2.72 gobject-2.0 gio-2.0)
pkg_check_modules(FYAML REQUIRED IMPORTED_TARGET libfyaml>=0.7)
pkg_check_modules(PROJ REQUIRED IMPORTED_TARGET proj>=9.1)
pkg_check_modules(GDAL REQUIRED IMPORTED_TARGET gdal>=3.6)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.35)
pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5>=1.10) # the one that GDAL is built with
pkg_check_modules(CAIRO REQUIRED IMPORTED_TARGET cairo>=1.16 cairo-pdf cairo-svg)
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo>=1.50 pangoft2 fontconfig harfbuzz)
pkg_check_modules(FREETYPE REQUIRED IMPORTED_TARGET freetype2)
pkg_check_modules(ISAL REQUIRED IMPORTED_TARGET libisal)

# Opened on first use (src/core/library.h), as is PROJ: their headers matter here, and the names of their files.
pkg_check_modules(RSVG REQUIRED librsvg-2.0>=2.54)
pkg_check_modules(XML REQUIRED libxml-2.0>=2.9)
pkg_check_modules(ICU REQUIRED icu-i18n icu-uc)
find_path(GEOS_C_INCLUDE_DIR geos_c.h REQUIRED)
find_library(PROJ_LIBRARY proj REQUIRED HINTS ${PROJ_LIBRARY_DIRS})
file(REAL_PATH ${PROJ_LIBRARY} proj_file)
string(REGEX MATCH "libproj\\.so\\.[0-9]+" KURIL_PROJ_FILE ${proj_file})
find_library(XML_LIBRARY xml2 REQUIRED HINTS ${XML_LIBRARY_DIRS})
file(REAL_PATH ${XML_LIBRARY} xml_file)
string(REGEX MATCH "libxml2\\.so\\.[0-9]+" KURIL_XML_FILE ${xml_file})
