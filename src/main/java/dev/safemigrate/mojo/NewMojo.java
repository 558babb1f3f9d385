package dev.safemigrate.mojo;

import dev.safemigrate.plan.Templates;
import dev.safemigrate.plan.Templates.Value;
import dev.safemigrate.source.MigrationDraft;
import dev.safemigrate.source.MigrationDraft.NewFile;
import dev.safemigrate.source.MigrationFolder;
import dev.safemigrate.source.NewMigrations;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes a new migration with its way back, named like the others and with the next version, from a
 * template. What needs several transactions becomes several migrations.
 *
 * @since 0.1.0
 */
@Mojo(name = "new", requiresProject = false, threadSafe = true)
public final class NewMojo extends WritingMojo {

  /**
   * What the migration does: <code>add-index</code>, <code>add-column</code>, <code>
   * add-foreign-key</code>, <code>add-check</code>, <code>set-not-null</code>, <code>create-table
   * </code>, <code>backfill</code> or <code>empty</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.template", defaultValue = "empty")
  private String template;

  /**
   * Words for the file's name; the template has some of its own.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.description")
  private @Nullable String description;

  /**
   * The table, as SQL writes it; for every template but <code>empty</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.onTable")
  private @Nullable String onTable;

  /**
   * The column or columns, as SQL writes them.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.columns")
  private @Nullable String columns;

  /**
   * The new column's type, for <code>add-column</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.type")
  private @Nullable String type;

  /**
   * What the foreign key references, as in <code>customers (id)</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.references")
  private @Nullable String references;

  /**
   * The condition of <code>add-check</code>, or of the rows that <code>backfill</code> changes.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.condition")
  private @Nullable String condition;

  /**
   * The expression that <code>backfill</code> writes, or the default of <code>add-column</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "migrate.value")
  private @Nullable String value;

  @Override
  void run() throws MojoExecutionException, MojoFailureException {
    List<MigrationDraft> drafts = drafts();
    MigrationFolder folder = folder();
    NewMigrations target = target(folder);
    List<String> versions = target.versions(drafts.size());
    List<NewFile> files = new ArrayList<>();
    for (int i = 0; i < drafts.size(); i++) {
      files.addAll(target.files(versions.get(i), drafts.get(i)));
    }
    write(files, target);
  }

  private List<MigrationDraft> drafts() throws MojoExecutionException {
    Map<Value, String> values = new EnumMap<>(Value.class);
    put(values, Value.ON_TABLE, onTable);
    put(values, Value.COLUMNS, columns);
    put(values, Value.TYPE, type);
    put(values, Value.REFERENCES, references);
    put(values, Value.CONDITION, condition);
    put(values, Value.VALUE, value);
    Optional<String> words =
        Optional.ofNullable(description).map(String::strip).filter(text -> !text.isEmpty());
    try {
      return Templates.drafts(template, words, values)
          .orElseThrow(
              () ->
                  new MojoExecutionException(
                      "Parameter 'template' is '%s'; it can be %s."
                          .formatted(template, Templates.names())));
    } catch (IllegalArgumentException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    }
  }

  private static void put(Map<Value, String> values, Value name, @Nullable String given) {
    if (given != null) {
      values.put(name, given);
    }
  }
}
