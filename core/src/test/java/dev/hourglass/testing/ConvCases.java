package dev.hourglass.testing;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ConvOp.Convolve;
import dev.hourglass.plan.ConvOp.ConvolveAdjoint;
import dev.hourglass.plan.ConvOp.FilterGradient;
import dev.hourglass.plan.Extent2;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.Window;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

final class ConvCases {

    private ConvCases() {
    }

    static List<OpCase> all() {
        var cases = new CaseList();
        geometries().forEach((name, g) -> {
            cases.addBoth("Convolve/" + name, (s, write) -> new Convolve(g, s.slot("large", g.largeShape()),
                    s.slot("filter", g.filterShape()), s.slot("small", g.smallShape()), write));
            cases.addBoth("ConvolveAdjoint/" + name,
                    (s, write) -> new ConvolveAdjoint(g, s.slot("small", g.smallShape()),
                            s.slot("filter", g.filterShape()), s.slot("large", g.largeShape()), write));
            cases.addBoth("FilterGradient/" + name,
                    (s, write) -> new FilterGradient(g, s.slot("large", g.largeShape()),
                            s.slot("small", g.smallShape()), s.slot("filter", g.filterShape()), write));
        });
        return cases.all();
    }

    private static Map<String, ConvGeometry> geometries() {
        var map = new LinkedHashMap<String, ConvGeometry>();
        var image = new ImageExtent(7, 6, 3);
        var uneven = window(new Extent2(3, 2), new Extent2(2, 1), new Extent2(1, 0), new Extent2(1, 2));
        map.put("uneven", ConvGeometry.over(2, image, 5, uneven, 1));
        map.put("uneven the other way", ConvGeometry.over(2, image, 5,
                window(new Extent2(2, 3), new Extent2(1, 2), new Extent2(0, 1), new Extent2(2, 1)), 1));
        map.put("uneven, 2 groups", ConvGeometry.over(2, new ImageExtent(7, 6, 4), 6, uneven, 2));
        map.put("each channel alone", ConvGeometry.over(2, new ImageExtent(7, 6, 4), 4, uneven, 4));
        map.put("each channel twice",
                ConvGeometry.over(2, new ImageExtent(7, 6, 3), 6, Window.of(3, 1, 1), 3));
        map.put("one image", ConvGeometry.over(1, image, 5, uneven, 1));
        map.put("kernel 1", ConvGeometry.over(2, image, 5, Window.of(1, 1, 0), 1));
        map.put("kernel 1, stride 2", ConvGeometry.over(2, image, 5, Window.of(1, 2, 0), 1));
        map.put("stride beyond kernel", ConvGeometry.over(2, image, 5,
                window(new Extent2(2, 1), new Extent2(3, 2), new Extent2(0, 0), new Extent2(1, 1)), 1));
        map.put("kernel as large as the image", ConvGeometry.over(2, image, 5,
                window(new Extent2(7, 6), new Extent2(1, 1), new Extent2(0, 0), new Extent2(1, 1)), 1));
        map.put("padding beyond kernel", ConvGeometry.over(2, image, 5, Window.of(2, 1, 2), 1));
        map.put("full padding", ConvGeometry.over(2, image, 5, Window.of(3, 1, 2), 1));
        map.put("dilation", ConvGeometry.over(2, new ImageExtent(9, 8, 3), 5,
                window(new Extent2(3, 3), new Extent2(1, 1), new Extent2(2, 3), new Extent2(2, 3)), 1));
        map.put("unused last row", ConvGeometry.over(2, new ImageExtent(8, 6, 3), 5, Window.of(3, 2, 0), 1));
        map.put("same, stride 2, even",
                ConvGeometry.over(2, new ImageExtent(8, 6, 3), 5, Window.of(3, 2, 1), 1));
        map.put("same, stride 2, odd",
                ConvGeometry.over(2, new ImageExtent(9, 7, 3), 5, Window.of(3, 2, 1), 1));
        map.put("kernel 4, stride 2",
                ConvGeometry.over(2, new ImageExtent(8, 10, 3), 5, Window.of(4, 2, 1), 1));
        map.put("kernel 2, stride 2",
                ConvGeometry.over(2, new ImageExtent(8, 6, 3), 5, Window.of(2, 2, 0), 1));
        map.put("kernel 5, stride 3",
                ConvGeometry.over(2, new ImageExtent(11, 9, 3), 5, Window.of(5, 3, 2), 1));
        addChannels(map);
        return map;
    }

    /** Numbers of channels for which backends have paths of their own. */
    private static void addChannels(Map<String, ConvGeometry> map) {
        for (int stride = 1; stride <= 2; stride++) {
            var window = Window.of(3, stride, 1);
            String name = ", 3x3 stride " + stride;
            map.put("1 to 5" + name, ConvGeometry.over(2, new ImageExtent(7, 6, 1), 5, window, 1));
            map.put("3 to 1" + name, ConvGeometry.over(2, new ImageExtent(7, 6, 3), 1, window, 1));
            map.put("1 to 1" + name, ConvGeometry.over(2, new ImageExtent(7, 6, 1), 1, window, 1));
            map.put("1 to 32" + name, ConvGeometry.over(3, new ImageExtent(28, 26, 1), 32, window, 1));
            map.put("32 to 1" + name, ConvGeometry.over(3, new ImageExtent(28, 26, 32), 1, window, 1));
            map.put("32 to 32" + name, ConvGeometry.over(3, new ImageExtent(28, 28, 32), 32, window, 1));
            map.put("17 to 19" + name, ConvGeometry.over(3, new ImageExtent(11, 9, 17), 19, window, 1));
        }
        map.put("32 to 32, 3x3 stride 1, small", ConvGeometry.over(5, new ImageExtent(7, 7, 32), 32,
                Window.of(3, 1, 1), 1));
        map.put("32 to 1, 5x5", ConvGeometry.over(2, new ImageExtent(13, 11, 32), 1, Window.of(5, 1, 2), 1));
        map.put("1 to 32, 5x3 without padding", ConvGeometry.over(2, new ImageExtent(13, 11, 1), 32,
                window(new Extent2(5, 3), new Extent2(1, 1), new Extent2(0, 0), new Extent2(1, 1)), 1));
        map.put("32 to 1, dilation", ConvGeometry.over(2, new ImageExtent(13, 11, 32), 1,
                window(new Extent2(3, 3), new Extent2(1, 1), new Extent2(2, 1), new Extent2(2, 1)), 1));
        map.put("one image, 32 to 1",
                ConvGeometry.over(1, new ImageExtent(28, 28, 32), 1, Window.of(3, 1, 1), 1));
    }

    private static Window window(Extent2 kernel, Extent2 stride, Extent2 pad, Extent2 dilation) {
        return new Window(kernel, stride, pad, dilation);
    }
}
