package dev.hourglass.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Collects slots, parameters and routines while a model is lowered. The definition is run twice: once to
 * learn which parameters there are, once with their places in the block known; it must declare the same
 * things both times.
 */
public final class ProgramBuilder {
    private static final String MOMENT = "moment/";

    private final long seed;
    private final ParameterBlock block;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<String, Slot> persistent = new LinkedHashMap<>();
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    private final Map<String, ParameterBlock.Declared> declared = new LinkedHashMap<>();
    private final Map<Routine, List<Op>> routines = new EnumMap<>(Routine.class);
    private final Set<String> names = new HashSet<>();
    private Slot parameterRoot;
    private Slot gradientRoot;
    private int streams;

    private ProgramBuilder(long seed, ParameterBlock block) {
        this.seed = seed;
        this.block = block;
        if (block != null && block.elements() > 0) {
            var shape = Shape.of(block.elements());
            parameterRoot = slot("parameters", shape, DType.F32, Role.PARAMETER);
            gradientRoot = slot("gradients", shape, DType.F32, Role.GRADIENT);
        }
    }

    /**
     * Runs the definition and plans the memory of what it declared.
     *
     * @param seed of the random numbers that the program draws while it runs
     */
    public static Program build(long seed, Consumer<ProgramBuilder> definition) {
        var survey = new ProgramBuilder(seed, null);
        definition.accept(survey);
        var builder = new ProgramBuilder(seed, new ParameterBlock(List.copyOf(survey.declared.values())));
        definition.accept(builder);
        if (!survey.declared.equals(builder.declared)) {
            throw new PlanException("the definition declared other parameters the second time it was run");
        }
        builder.routines.replaceAll((routine, ops) -> LiveOps.of(ops));
        var plan = MemoryPlanner.plan(builder.slots, builder.routines);
        return new Program(List.copyOf(builder.slots), Map.copyOf(builder.persistent),
                List.copyOf(builder.parameters.values()), new EnumMap<>(builder.routines), plan);
    }

    /** Starts a routine. A program has each routine at most once. */
    public RoutineBuilder routine(Routine routine, Mode mode) {
        var ops = new ArrayList<Op>();
        if (routines.put(routine, ops) != null) {
            throw new PlanException("routine " + routine + " is defined twice");
        }
        return new RoutineBuilder(this, mode, ops);
    }

    /**
     * A persistent slot that host and program meet in. The same name gives the same slot, so routines share
     * it.
     *
     * @throws PlanException when the name is taken by a slot of another shape, type or role
     */
    public Slot port(String name, Shape shape, DType dtype, Role role) {
        Slot known = persistent.get(name);
        if (known == null) {
            known = slot(name, shape, dtype, role);
            persistent.put(name, known);
        } else if (!known.shape().equals(shape) || known.dtype() != dtype || known.role() != role) {
            throw new PlanException(
                    "slot " + name + " is declared as " + role + " " + dtype + " " + shape + " and as "
                            + known.role() + " " + known.dtype() + " " + known.shape());
        }
        return known;
    }

    /**
     * A trained parameter. The same name gives the same parameter: that is how routines share weights, and
     * how weights are tied.
     */
    public Slot parameter(String name, Shape shape, Initializer initial, Parameter.Decay decay) {
        declare(new ParameterBlock.Declared(name, shape, initial, decay));
        return parameters.computeIfAbsent(name, key -> {
            Slot slot = block == null
                    ? slot(name, shape, DType.F32, Role.PARAMETER)
                    : span(parameterRoot, name, block.offset(name), shape);
            return new Parameter(slot, initial, decay);
        }).slot();
    }

    /** Untrained state that is stored with the model, such as a running mean. */
    public Slot state(String name, Shape shape, Initializer initial) {
        Slot slot = port(name, shape, DType.F32, Role.STATE);
        parameters.putIfAbsent(name, new Parameter(slot, initial, Parameter.Decay.EXEMPT));
        return slot;
    }

    private void declare(ParameterBlock.Declared now) {
        var before = declared.putIfAbsent(now.name(), now);
        if (before != null && !before.equals(now)) {
            throw new PlanException(
                    "parameter " + now.name() + " is declared as " + before.shape() + " and as "
                            + now.shape() + "; shared parameters need equal declarations");
        }
    }

    /** The gradient of a parameter: the same place in the gradient block. */
    Slot parameterGradient(Slot parameter) {
        if (block == null) {
            return slot("∂" + parameter.name(), parameter.shape(), DType.F32, Role.GRADIENT);
        }
        return span(gradientRoot, "∂" + parameter.name(), parameter.offset(), parameter.shape());
    }

    /**
     * The spans an optimizer works on, as (parameters, gradients) pairs with equal offsets: the decaying part
     * and the rest, or one span over everything when there is no decay to tell them apart.
     */
    public List<UpdateSpan> updateSpans(float weightDecay) {
        if (block == null || block.elements() == 0) {
            return List.of();
        }
        if (weightDecay == 0) {
            return List.of(updateSpan("all", 0, block.elements(), 0));
        }
        var spans = new ArrayList<UpdateSpan>();
        if (block.decayed() > 0) {
            spans.add(updateSpan("decayed", 0, block.decayed(), weightDecay));
        }
        if (block.decayed() < block.elements()) {
            spans.add(updateSpan("exempt", block.decayed(), block.elements() - block.decayed(), 0));
        }
        return spans;
    }

    /** A span of the parameter block, its gradients, and the weight decay that holds for it. */
    public record UpdateSpan(String name, Slot params, Slot grads, float weightDecay) {
    }

    private UpdateSpan updateSpan(String name, int offset, int elements, float weightDecay) {
        var shape = Shape.of(elements);
        return new UpdateSpan(name, span(parameterRoot, "parameters/" + name, offset, shape),
                span(gradientRoot, "gradients/" + name, offset, shape), weightDecay);
    }

    /** A moment of an optimizer over a span: its part of a block laid out like the parameters. */
    public Slot moment(String name, UpdateSpan span) {
        Slot root = port(MOMENT + name, parameterRoot.shape(), DType.F32, Role.MOMENT);
        return span(root, MOMENT + name + "/" + span.name(), span.params().offset(), span.params().shape());
    }

    /** The gradient block as one slot; empty when the model has no parameters. */
    public Optional<Slot> gradients() {
        return Optional.ofNullable(gradientRoot);
    }

    /** Random numbers that no other op of this program draws. */
    RandomOp.Source nextSource() {
        return new RandomOp.Source(seed, streams++);
    }

    Slot slot(String name, Shape shape, DType dtype, Role role) {
        int id = slots.size();
        var slot = new Slot(id, unique(name), shape, dtype, role, id, 0);
        slots.add(slot);
        return slot;
    }

    Slot span(Slot of, String name, int offset, Shape shape) {
        if (offset + shape.elements() > of.elements()) {
            throw new PlanException("span " + name + shape + " at " + offset + " leaves " + of);
        }
        var slot = new Slot(slots.size(), name, shape, of.dtype(), of.role(), of.root(),
                of.offset() + offset);
        slots.add(slot);
        return slot;
    }

    private String unique(String name) {
        String candidate = name;
        for (int i = 2; !names.add(candidate); i++) {
            candidate = name + "#" + i;
        }
        return candidate;
    }
}
