"""The Sea of Okhotsk with a layout of QGIS, given a fair try: with-qgis.py LAYERS OUT.png, 1600 x 1200 pixels."""
import os
import pathlib
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from qgis.core import (  # noqa: E402
    QgsApplication, QgsCoordinateReferenceSystem, QgsFillSymbol, QgsGraduatedSymbolRenderer, QgsLayout,
    QgsLayoutExporter, QgsLayoutItemLabel, QgsLayoutItemLegend, QgsLayoutItemMap, QgsLayoutItemMapGrid,
    QgsLayoutItemScaleBar, QgsLayoutPoint, QgsLayoutSize, QgsLegendStyle, QgsLineSymbol, QgsMarkerSymbol,
    QgsPalLayerSettings, QgsProject, QgsRectangle, QgsRendererRange, QgsSingleSymbolRenderer,
    QgsTextBufferSettings, QgsTextFormat, QgsUnitTypes, QgsVectorLayer, QgsVectorLayerSimpleLabeling)
from qgis.PyQt.QtGui import QColor, QFont  # noqa: E402

layers_folder, out = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
WIDTH, HEIGHT, MARGIN = 423.3, 317.5, 12  # millimetres of 1600 x 1200 pixels at 96 dpi
DEPTHS = [(0, "#e6f1f7"), (200, "#d6e7f1"), (1000, "#c5dceb"), (2000, "#b3d0e4"), (3000, "#a2c4dc"), (4000, "#94b9d4"),
          (6000, "#83abc9"), (12000, "")]
RED, WATER, INK = "#b4232f", "#2c5f8a", "#21282f"
PAGE = "+proj=laea +lat_0=52 +lon_0=148.5 +datum=WGS84 +units=m +no_defs +type=crs"


def font(family, size, color, bold=False, italic=False, spacing=0, halo=True):
    letters = QFont(family)
    letters.setBold(bold)
    letters.setItalic(italic)
    letters.setLetterSpacing(QFont.AbsoluteSpacing, spacing)
    style = QgsTextFormat()
    style.setFont(letters)
    style.setSize(size)
    style.setColor(QColor(color))
    if halo:
        buffer = QgsTextBufferSettings()
        buffer.setEnabled(True)
        buffer.setSize(0.5)
        buffer.setColor(QColor(255, 255, 255, 220))
        style.setBuffer(buffer)
    return style


def layer(name, title, symbol, where="", label=None):
    added = QgsVectorLayer(str(layers_folder / f"{name}.shp"), title, "ogr")
    added.setSubsetString(where)
    if symbol:
        added.setRenderer(symbol if not hasattr(symbol, "symbolLayer") else QgsSingleSymbolRenderer(symbol))
    if label:
        added.setLabeling(QgsVectorLayerSimpleLabeling(label))
        added.setLabelsEnabled(True)
    QgsProject.instance().addMapLayer(added, True)
    return added


def names(text, placement, style):
    settings = QgsPalLayerSettings()
    settings.fieldName, settings.isExpression = text, True
    settings.placement = placement
    settings.setFormat(style)
    settings.dist = 1
    return settings


def nothing(kind):
    return kind.createSimple({"color": "0,0,0,0", "outline_style": "no", "line_style": "no", "size": "0"})


def ground():
    ranges = []
    for (low, color), (high, _) in zip(DEPTHS, DEPTHS[1:]):
        symbol = QgsFillSymbol.createSimple({"color": color, "outline_style": "no"})
        ranges.append(QgsRendererRange(low, high - 1, symbol, f"{low} – {high} m" if high < 12000 else f"over {low} m"))
    hatch = QgsFillSymbol.createSimple({"color": "#f3d9d3", "outline_color": RED, "outline_width": "0.15"})
    lines = QgsFillSymbol.createSimple({"style": "b_diagonal", "color": RED, "outline_style": "no"})
    hatch.appendSymbolLayer(lines.symbolLayer(0).clone())
    return [
        layer("depth_bands", "Depth", QgsGraduatedSymbolRenderer("d_min", ranges)),
        layer("coast_4km", "Land", QgsFillSymbol.createSimple({"color": "#f0ebdf", "outline_color": "#6b7884", "outline_width": "0.15"})),
        layer("rivers", "Rivers", QgsLineSymbol.createSimple({"color": "#7ea4c2", "width": "0.2"})),
        layer("borders_50m", "Borders", QgsLineSymbol.createSimple({"color": "#8a8272", "width": "0.25", "line_style": "dash"})),
        layer("islands_1km", "Administered by Russia, claimed by Japan", hatch, "claimed_by = 'Japan'"),
        layer("territorial_sea", "Territorial sea", QgsLineSymbol.createSimple({"color": "#7d86b0", "width": "0.2", "line_style": "dash"}))]


def lettering():
    pal, everywhere = QgsPalLayerSettings, "zoom_min <= 4.4 AND zoom_max > 4.4"
    return [
        layer("sea_axes", "Seas", nothing(QgsLineSymbol), everywhere,
              names("name_en", pal.Curved, font("Noto Serif", 15, WATER, italic=True, spacing=4))),
        layer("countries_50m", "Countries", nothing(QgsFillSymbol), "",
              names("upper(name_en)", pal.Horizontal, font("Noto Sans", 11, "#7a6f5c", spacing=4))),
        layer("places", "Towns", QgsMarkerSymbol.createSimple({"color": INK, "size": "1.3", "outline_style": "no"}),
              "kind IN ('town','city','capital') AND rank <= 3",
              names("name_en", pal.OrderedPositionsAroundPoint, font("Noto Sans", 8, INK))),
        layer("strategic_point", "The essay’s points", QgsMarkerSymbol.createSimple({"name": "diamond", "color": RED, "size": "3"}),
              "views LIKE '%okhotsk%'",
              names("if(kind = 'chokepoint', '', wordwrap(name_en, 24))", pal.OrderedPositionsAroundPoint, font("Noto Sans", 9, RED, bold=True)))]


def place(layout, item, x, y, width=None, height=None):
    layout.addLayoutItem(item)
    item.attemptMove(QgsLayoutPoint(x, y))
    if width:
        item.attemptResize(QgsLayoutSize(width, height))


def words(layout, text, x, y, size, color, bold=False):
    label = QgsLayoutItemLabel(layout)
    label.setText(text)
    letters = QFont("Noto Sans")
    letters.setPointSizeF(size)
    letters.setBold(bold)
    label.setFont(letters)
    label.setFontColor(QColor(color))
    place(layout, label, x, y, WIDTH - 2 * MARGIN, size)


def add_map(layout):
    view = QgsLayoutItemMap(layout)
    place(layout, view, MARGIN, 30, WIDTH - 2 * MARGIN, HEIGHT - 30 - 16)
    view.setCrs(QgsCoordinateReferenceSystem.fromProj(PAGE))
    view.setExtent(QgsRectangle(-1760000, -1275000, 1760000, 1275000 - 156700))
    view.setFrameEnabled(True)
    grid = QgsLayoutItemMapGrid("graticule", view)
    grid.setCrs(QgsCoordinateReferenceSystem("EPSG:4326"))
    grid.setIntervalX(5)
    grid.setIntervalY(5)
    grid.setLineSymbol(QgsLineSymbol.createSimple({"color": "88,116,140,97", "width": "0.1"}))
    grid.setAnnotationEnabled(True)
    grid.setAnnotationFormat(QgsLayoutItemMapGrid.CustomFormat)
    grid.setAnnotationExpression("abs(@grid_number) || '°' || if(@grid_axis = 'x', 'E', 'N')")
    grid.setAnnotationFont(QFont("Noto Sans", 6))
    view.grids().addGrid(grid)
    return view


def add_globe(layout, view, land):
    globe = QgsLayoutItemMap(layout)
    place(layout, globe, WIDTH - MARGIN - 42, 34, 38, 38)
    globe.setCrs(QgsCoordinateReferenceSystem.fromProj("+proj=ortho +lat_0=52 +lon_0=148.5 +datum=WGS84 +units=m +no_defs +type=crs"))
    globe.setLayers([land])
    globe.setKeepLayerSet(True)
    globe.setExtent(QgsRectangle(-6.5e6, -6.5e6, 6.5e6, 6.5e6))
    globe.setBackgroundColor(QColor("#d6e7f1"))
    globe.overview().setLinkedMap(view)
    globe.setFrameEnabled(True)


def add_legend(layout, view):
    legend = QgsLayoutItemLegend(layout)
    legend.setLinkedMap(view)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    for node in list(root.findLayers()):
        if node.name() in ("Seas", "Countries", "Land", "Rivers", "Borders"):
            root.removeChildNode(node)
    for style in (QgsLegendStyle.SymbolLabel, QgsLegendStyle.Subgroup, QgsLegendStyle.Title, QgsLegendStyle.Group):
        legend.setStyleFont(style, QFont("Noto Sans", 8))
    legend.setBackgroundColor(QColor(255, 255, 255, 224))
    place(layout, legend, MARGIN + 3, 33)
    legend.adjustBoxSize()


def add_scale_bars(layout, view):
    for row, (unit, length, text) in enumerate([(QgsUnitTypes.DistanceKilometers, 200, "km"),
                                                (QgsUnitTypes.DistanceNauticalMiles, 100, "nmi")]):
        bar = QgsLayoutItemScaleBar(layout)
        bar.setStyle("Single Box")
        bar.setLinkedMap(view)
        bar.setUnits(unit)
        bar.setUnitLabel(text)
        bar.setUnitsPerSegment(length)
        bar.setNumberOfSegments(2)
        bar.setNumberOfSegmentsLeft(0)
        bar.setHeight(1.2)
        bar.setTextFormat(font("Noto Sans", 7, INK, halo=False))
        place(layout, bar, WIDTH - MARGIN - 66, HEIGHT - 16 - 26 + 12 * row)


def main():
    QgsApplication.setPrefixPath("/usr", True)
    app = QgsApplication([], False)
    app.initQgis()
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem.fromProj(PAGE))
    land = ground()[1]
    lettering()
    layout = QgsLayout(QgsProject.instance())
    layout.initializeDefaults()
    layout.pageCollection().page(0).setPageSize(QgsLayoutSize(WIDTH, HEIGHT))
    view = add_map(layout)
    words(layout, "The Sea of Okhotsk and its gates", MARGIN, 6, 22, INK, bold=True)
    words(layout, "Russia’s missile submarines patrol behind the Kuril chain. Its four southern islands are claimed by Japan",
          MARGIN, 17, 12, "#5f6a73")
    words(layout, "Sources: ETOPO5 (NOAA NGDC); GSHHG (Wessel & Smith), LGPL; Natural Earth; GeoNames (CC BY)", MARGIN, HEIGHT - 11,
          7.5, "#5f6a73")
    add_legend(layout, view)
    add_globe(layout, view, land)
    add_scale_bars(layout, view)
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 96
    QgsLayoutExporter(layout).exportToImage(out, settings)
    app.exitQgis()


main()
