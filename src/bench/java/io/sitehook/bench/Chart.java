package io.sitehook.bench;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.batik.dom.GenericDOMImplementation;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.StandardChartTheme;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.data.category.DefaultCategoryDataset;

/** Requests per second by the number of connections, as bars. */
final class Chart {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 520;

    private Chart() {}

    static void write(Path file, Results results) throws IOException {
        DefaultCategoryDataset rates = new DefaultCategoryDataset();
        for (String subject : results.subjects(Results.ACCEPT)) {
            for (int connections : results.connections()) {
                OptionalDouble rate =
                        results.median(Results.ACCEPT, subject, String.valueOf(connections), "requests/s");
                rates.setValue(rate.isPresent() ? rate.getAsDouble() : null, subject, connections(connections));
            }
        }
        if (rates.getRowCount() == 0) {
            return;
        }
        SVGGraphics2D svg = new SVGGraphics2D(GenericDOMImplementation.getDOMImplementation()
                .createDocument("http://www.w3.org/2000/svg", "svg", null));
        svg.setSVGCanvasSize(new java.awt.Dimension(WIDTH, HEIGHT));
        chart(rates).draw(svg, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        try (var out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            svg.stream(out, true);
        }
    }

    private static String connections(int connections) {
        return connections == 1 ? "1 connection" : connections + " connections";
    }

    private static JFreeChart chart(DefaultCategoryDataset rates) {
        StandardChartTheme theme = new StandardChartTheme("plain");
        theme.setExtraLargeFont(new Font(Font.SANS_SERIF, Font.BOLD, 16));
        theme.setLargeFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        theme.setRegularFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        theme.setPlotBackgroundPaint(Color.WHITE);
        theme.setRangeGridlinePaint(Color.LIGHT_GRAY);
        theme.setShadowVisible(false);
        JFreeChart chart = ChartFactory.createBarChart("Signed posts answered in a second", null, "requests/s", rates);
        theme.apply(chart);
        chart.getLegend().setPosition(RectangleEdge.RIGHT);
        CategoryPlot plot = chart.getCategoryPlot();
        BarRenderer bars = (BarRenderer) plot.getRenderer();
        bars.setItemMargin(0.02);
        bars.setBarPainter(new StandardBarPainter());
        List<Color> colours = List.of(
                new Color(0xBDBDBD),
                new Color(0x969696),
                new Color(0x636363),
                new Color(0x08519C),
                new Color(0x4292C6),
                new Color(0xE6550D),
                new Color(0xFD8D3C),
                new Color(0xFDBE85));
        for (int row = 0; row < rates.getRowCount(); row++) {
            bars.setSeriesPaint(row, colours.get(row % colours.size()));
        }
        return chart;
    }
}
