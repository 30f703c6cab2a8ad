package dev.hourglass.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_direct;
import static org.bytedeco.dnnl.global.dnnl.dnnl_convolution_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hourglass.plan.ConvGeometry;
import dev.hourglass.plan.ImageExtent;
import dev.hourglass.plan.Window;
import org.junit.jupiter.api.Test;

class ImplementationsTest {
    @Test
    void aConvolutionOfFewChannelsIsNotMadeOfSmallProducts() {
        var natives = Natives.load();
        var lanes = new Lanes(natives, 1);
        try (var scratch = new Scratch(1);
                var ops = new NativeOps(natives.engine(), lanes.streams(), scratch)) {
            var geometry = ConvGeometry.over(8, new ImageExtent(28, 28, 32), 32, Window.of(3, 2, 1), 1);
            var shape = new ConvShape(geometry);
            var chosen = ops.convolution("convolution", PostOps.none(),
                    (into, engine, attributes) -> dnnl_convolution_forward_primitive_desc_create(into, engine,
                            dnnl_forward_training, dnnl_convolution_direct, shape.large(ops, 8),
                            ops.any(shape.filterExtents()), null, shape.small(ops, 8), shape.strides(),
                            shape.dilation(), shape.paddingBefore(), shape.paddingAfter(), attributes));
            String name = Implementations.name(chosen.description());
            assertFalse(name.startsWith("brg"), name);
        } finally {
            lanes.close();
        }
    }
}
