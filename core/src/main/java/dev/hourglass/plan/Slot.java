package dev.hourglass.plan;

/**
 * A named place in a program's memory. A root slot owns its place; a view is a contiguous span of a root
 * under another shape or name, so reshaping costs nothing and all parameters can lie in one block.
 *
 * @param id     number of this slot, unique within its program
 * @param name   path for people, such as {@code encoder/0/filter}
 * @param shape  extents
 * @param dtype  element type
 * @param role   what it is for
 * @param root   id of the root slot this one lies in; its own id for a root
 * @param offset elements from the start of the root
 */
public record Slot(int id, String name, Shape shape, DType dtype, Role role, int root, int offset) {

    public Slot {
        if (root == id && offset != 0) {
            throw new PlanException("slot " + name + ": a root starts at offset 0, found " + offset);
        }
        if (offset < 0) {
            throw new PlanException("slot " + name + ": negative offset " + offset);
        }
    }

    public boolean isView() {
        return root != id;
    }

    public int elements() {
        return shape.elements();
    }

    public long bytes() {
        return (long) shape.elements() * dtype.bytes();
    }

    /** Whether the two share at least one element of memory. */
    public boolean overlaps(Slot other) {
        return root == other.root && offset < other.offset + other.elements()
                && other.offset < offset + elements();
    }

    @Override
    public String toString() {
        return name + shape;
    }
}
