package dev.safemigrate.report;

import java.util.List;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A rule's page as HTML that stands inside the report: no HTML of its own, nothing to load. */
final class RuleHtml {

  private static final int LEVELS_DOWN = 2;
  private static final int LOWEST = 6;

  private final Parser parser;
  private final HtmlRenderer renderer;
  private final Set<String> bundled;

  /** {@code bundled} are the ids of the rules whose pages are on the same page. */
  RuleHtml(Set<String> bundled) {
    this.bundled = Set.copyOf(bundled);
    List<Extension> extensions = List.of(TablesExtension.create());
    this.parser = Parser.builder().extensions(extensions).build();
    this.renderer =
        HtmlRenderer.builder().extensions(extensions).escapeHtml(true).sanitizeUrls(true).build();
  }

  /** The page without its first heading, which the report writes itself. */
  String render(String markdown) {
    Node document = parser.parse(markdown);
    if (document.getFirstChild() instanceof Heading first && first.getLevel() == 1) {
      first.unlink();
    }
    document.accept(new Fitting());
    return renderer
        .render(document)
        .replace("<table>", "<div class=\"wide\"><table>")
        .replace("</table>", "</table></div>");
  }

  /** Fits headings under the report's, links to what is there, and leaves out images. */
  private final class Fitting extends AbstractVisitor {

    @Override
    public void visit(Heading heading) {
      heading.setLevel(Math.min(LOWEST, heading.getLevel() + LEVELS_DOWN));
      visitChildren(heading);
    }

    @Override
    public void visit(Link link) {
      visitChildren(link);
      String target = link.getDestination();
      if (target.startsWith("https://") || target.startsWith("http://")) {
        return;
      }
      String id = target.replaceAll("^.*/", "").replaceAll("\\.md(#.*)?$", "");
      if (bundled.contains(id)) {
        link.setDestination("#rule-" + id);
        return;
      }
      while (link.getFirstChild() != null) {
        link.insertBefore(link.getFirstChild());
      }
      link.unlink();
    }

    @Override
    public void visit(Image image) {
      image.insertBefore(new Text(image.getTitle() == null ? "" : image.getTitle()));
      image.unlink();
    }
  }
}
