package dev.safemigrate.mojo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.MavenProject;

/** The modules of a build whose code is not searched for what a contract takes away. */
final class OtherModules {

  /** Where a module's code is, by default. */
  static final String CODE = "src/main";

  private OtherModules() {}

  /** A warning that names the other modules that have code; empty where none has. */
  static Optional<String> notSearched(MavenSession session, MavenProject own) {
    // Those that -pl leaves out count too.
    List<MavenProject> all =
        session.getAllProjects() == null ? session.getProjects() : session.getAllProjects();
    return notSearched(all, own);
  }

  static Optional<String> notSearched(List<MavenProject> all, MavenProject own) {
    Path base = own.getBasedir().toPath();
    List<String> others =
        all.stream()
            .map(module -> module.getBasedir().toPath())
            .filter(folder -> !folder.equals(base) && Files.isDirectory(folder.resolve(CODE)))
            .map(folder -> base.relativize(folder.resolve(CODE)).toString().replace('\\', '/'))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Only this module's %s is searched for what the contracts take away. Other modules have code too; migrate.sources adds it: %s."
                .formatted(CODE, String.join(", ", others)));
  }
}
