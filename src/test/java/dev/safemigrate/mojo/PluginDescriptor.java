package dev.safemigrate.mojo;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the generated plugin.xml says of goals and their parameters. */
record PluginDescriptor(List<Goal> goals) {

  /**
   * A goal.
   *
   * @param phase empty where it is bound to none
   */
  record Goal(String name, String phase, String description, List<Parameter> parameters) {}

  /**
   * A parameter that users may set.
   *
   * @param property empty where there is none
   * @param defaultValue empty where there is none
   */
  record Parameter(
      String name, String type, String property, String defaultValue, String description) {}

  /** Reads the descriptor of the plugin that is being built. */
  static PluginDescriptor read() throws IOException {
    try (InputStream stream =
        PluginDescriptor.class.getResourceAsStream("/META-INF/maven/plugin.xml")) {
      if (stream == null) {
        throw new IOException("plugin.xml is not on the class path: run through Maven");
      }
      Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(stream);
      List<Goal> goals = new ArrayList<>();
      for (Element mojo : children(document.getDocumentElement(), "mojos", "mojo")) {
        goals.add(goal(mojo));
      }
      goals.sort(Comparator.comparing(Goal::name));
      return new PluginDescriptor(List.copyOf(goals));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException("plugin.xml cannot be read", e);
    }
  }

  private static Goal goal(Element mojo) {
    List<Parameter> parameters = new ArrayList<>();
    for (Element parameter : children(mojo, "parameters", "parameter")) {
      if (!text(parameter, "editable").equals("false")) {
        parameters.add(parameter(mojo, parameter));
      }
    }
    parameters.sort(Comparator.comparing(Parameter::name));
    return new Goal(text(mojo, "goal"), text(mojo, "phase"), text(mojo, "description"), parameters);
  }

  private static Parameter parameter(Element mojo, Element parameter) {
    String name = text(parameter, "name");
    String property = "";
    String defaultValue = "";
    for (Element configuration : children(mojo, "configuration", name)) {
      property = configuration.getTextContent().replaceAll("^\\$\\{(.*)}$", "$1");
      defaultValue = configuration.getAttribute("default-value");
    }
    String type = text(parameter, "type");
    return new Parameter(
        name,
        type.substring(type.lastIndexOf('.') + 1),
        property,
        defaultValue,
        text(parameter, "description"));
  }

  private static List<Element> children(Element parent, String group, String name) {
    List<Element> found = new ArrayList<>();
    for (Element container : children(parent, group)) {
      found.addAll(children(container, name));
    }
    return found;
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent().strip();
  }
}
