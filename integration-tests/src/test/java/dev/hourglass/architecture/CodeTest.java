package dev.hourglass.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How the code is written: what no class may do, and what each looks like. */
class CodeTest {
    private static final int LONGEST = 300;

    /** Longer files, by their paths, each with the reason; of those that are not longer there is no entry. */
    private static final Map<String, String> LONGER = Map.of();

    private static final String[] BACKENDS = {"dev.hourglass.nd4j..", "dev.hourglass.onednn..",
        "dev.hourglass.cuda..", "dev.hourglass.loops.."};

    /** Ctrl-C a second time does not wait for anything. */
    private static final String INTERRUPTS = "dev.hourglass.cli.Interrupts";

    /** A process of its own, which talks to the one that started it. */
    private static final String WORKER = "dev.hourglass.bench.Worker";

    /** A native library is loaded once in a process. */
    private static final String LOADED = "dev.hourglass.onednn.Natives.loaded";

    /** Made to be extended: a data set that changes something of another. */
    private static final String VIEW = "dev.hourglass.data.DatasetView";

    /** JMH extends the classes that have it. */
    private static final String MEASURED = "org.openjdk.jmh.annotations.State";

    private static JavaClasses classes;

    @BeforeAll
    static void read() {
        classes = Sources.classes();
    }

    /** The one exception brings the classical filters; its natives are loaded by JavaCPP. */
    @Test
    void onlyBackendsCallNativeCode() {
        noClasses().that().resideOutsideOfPackages(BACKENDS).should()
                .dependOnClassesThat(describe("bind native libraries", CodeTest::binds))
                .check(classes.that(describe("are not the OpenCV filters",
                        each -> !each.getPackageName().equals("dev.hourglass.evaluation"))));
        noClasses().that().resideInAPackage("dev.hourglass.evaluation..").should()
                .dependOnClassesThat(describe("bind native libraries other than OpenCV", each -> binds(each)
                        && !each.getPackageName().matches("org\\.bytedeco\\.(javacpp|opencv).*")))
                .check(classes);
        noMethods().should().haveModifier(JavaModifier.NATIVE).check(classes);
        noClasses().that().resideOutsideOfPackages(BACKENDS).should()
                .callMethodWhere(describe("loads a native library",
                        (JavaCall<?> call) -> Set.of("load", "loadLibrary").contains(call.getName())
                                && Set.of("java.lang.System", "java.lang.Runtime")
                                        .contains(call.getTargetOwner().getName())))
                .check(classes);
    }

    private static boolean binds(JavaClass found) {
        String name = found.getName();
        return name.matches("(org\\.bytedeco|org\\.nd4j|jcuda|com\\.sun\\.jna|sun\\.misc)\\..*")
                || Set.of("java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup",
                        "java.lang.foreign.FunctionDescriptor").contains(name);
    }

    @Test
    void nothingIsSerialisedByJava() {
        noClasses().should().dependOnClassesThat().haveNameMatching(
                "java\\.io\\.(Object(Input|Output)(Stream)?|Externalizable|Serializable|ObjectStream.*)(\\$.*)?")
                .check(classes.that(describe("are written by hand", each -> !each.isEnum())));
        noMethods().should().haveNameMatching("readObject|writeObject|readResolve|writeReplace")
                .check(classes);
    }

    @Test
    void onlyTheProgramWritesToTheTerminal() {
        noClasses().that().doNotHaveFullyQualifiedName("dev.hourglass.cli.Streams").and()
                .doNotHaveFullyQualifiedName(WORKER).should()
                .accessFieldWhere(describe("is System.out or System.err",
                        access -> access.getTargetOwner().getName().equals("java.lang.System")
                                && Set.of("out", "err", "in").contains(access.getName())))
                .because("a library reports by exceptions, listeners and its log").check(classes);
        noClasses().should().callMethodWhere(describe("prints a stack trace",
                call -> call.getName().equals("printStackTrace")
                        && call.getTarget().getRawParameterTypes().isEmpty()))
                .check(classes);
        noClasses().that().doNotHaveFullyQualifiedName("dev.hourglass.cli.Main").and()
                .doNotHaveFullyQualifiedName(INTERRUPTS).and().doNotHaveFullyQualifiedName(WORKER).should()
                .callMethodWhere(describe("ends the process",
                        call -> Set.of("exit", "halt").contains(call.getName())
                                && Set.of("java.lang.System", "java.lang.Runtime")
                                        .contains(call.getTargetOwner().getName())))
                .check(classes);
    }

    /** Fields declared as List or Map may still hold one that can be changed; that cannot be seen here. */
    @Test
    void nothingStaticChanges() {
        fields().that().areStatic().and(describe("are written by hand", each -> !each.getName().contains("$")
                && !each.getFullName().equals(LOADED))).should().beFinal().check(classes);
        noFields().that().areStatic().and().areNotPrivate()
                .and(describe("are written by hand", each -> !each.getName().matches(".*\\$.*|JTE_.*")))
                .should()
                .haveRawType(describe("array", JavaClass::isArray)).check(classes);
        noFields().that().areStatic().should().haveRawType(describe("something made to be changed",
                each -> each.getName().matches("java\\.util\\.(concurrent\\.)?(.*(HashMap|HashSet|ArrayList|"
                        + "LinkedList|TreeMap|TreeSet|Deque|Queue|BitSet|Properties|Vector)|atomic\\..*)|"
                        + "java\\.lang\\.(ThreadLocal|StringBuilder|StringBuffer)|java\\.util\\.Random")))
                .check(classes);
    }

    @Test
    void classesAreFinalAndNamesSayWhatTheyAre() {
        classes().that().areNotInterfaces().and().doNotHaveModifier(JavaModifier.ABSTRACT)
                .and(describe("are written by hand", each -> !each.isAnonymousClass() && !each.isEnum()
                        && !each.getSimpleName().endsWith("Generated") && !each.getName().equals(VIEW)
                        && !each.isAnnotatedWith(MEASURED)))
                .should().haveModifier(FINAL).check(classes);
        noClasses().should().haveNameMatching(
                ".*[.$]((Base|Abstract)[A-Z].*|[A-Za-z]*(Manager|Helper|Utils?|Impl))").check(classes);
    }

    @Test
    void publicMethodsTakeNoFlags() {
        methods().that().arePublic().and().areDeclaredInClassesThat().arePublic().should()
                .notHaveRawParameterTypes(describe("boolean", types -> types.stream()
                        .anyMatch(each -> each.getName().equals("boolean"))))
                .check(classes);
    }

    @Test
    void filesAreShort() throws IOException {
        var longer = new TreeMap<String, Long>();
        for (Path file : Sources.files()) {
            try (var lines = Files.lines(file)) {
                long count = lines.count();
                if (count > LONGEST) {
                    longer.put(Sources.name(file), count);
                }
            }
        }
        assertEquals(LONGER.keySet(), longer.keySet(),
                () -> "files of more than " + LONGEST + " lines: " + longer);
    }
}
