package dev.safemigrate.source;

/**
 * A file as it was found, not yet decoded.
 *
 * @param path the path to show, with slashes, relative to the project where it lies in it
 * @param name the path inside its location, which is what tools put into their history
 * @param bytes the content; handed over, not copied
 */
@SuppressWarnings(
    "ArrayRecordComponent") // identity is enough: files are read once and not compared
public record SourceFile(String path, String name, byte[] bytes) {

  /** The name without its folders. */
  public String baseName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The folder inside the location, empty at its top. */
  public String folder() {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }
}
