package dev.hourglass.testing;

import dev.hourglass.plan.Op;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Copies of ops in which some parts are replaced. */
final class Rewrite {

    private Rewrite() {
    }

    /** The op with every part, at any depth, that is of the given type replaced by another one. */
    static <T> Op parts(Op op, Class<T> type, UnaryOperator<T> replacement) {
        return (Op) copy((Record) op, type, replacement);
    }

    private static <T> Object copy(Record data, Class<T> type, UnaryOperator<T> replacement) {
        RecordComponent[] components = data.getClass().getRecordComponents();
        Object[] values = new Object[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                Object value = accessor.invoke(data);
                values[i] = type.isInstance(value) ? replacement.apply(type.cast(value))
                        : value instanceof Record inner ? copy(inner, type, replacement) : value;
            }
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return data.getClass().getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot copy " + data, e);
        }
    }
}
