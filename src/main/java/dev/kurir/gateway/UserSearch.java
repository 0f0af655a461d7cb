package dev.kurir.gateway;

import dev.kurir.community.Profile;
import dev.kurir.community.Profiles;
import dev.kurir.gateway.Refusal.Condition;
import dev.kurir.stanza.Element;
import java.util.List;
import java.util.Optional;

/**
 * Finds people by how their name or display name begins (XEP-0055), by the field {@code nick} or a
 * form with it. Thread-safe; asks the database.
 */
final class UserSearch {
  private static final int MOST = 100;
  private static final String FIELD = "nick";
  private static final String INSTRUCTIONS =
      "Enter how the name or the display name begins, at most 32 characters.";

  private final Addressing addressing;
  private final Profiles profiles;

  UserSearch(Addressing addressing, Profiles profiles) {
    this.addressing = addressing;
    this.profiles = profiles;
  }

  /** What is to be filled in. */
  static Element fields() {
    Element form =
        Element.builder("x", Names.FORM)
            .attribute("type", "form")
            .child("title", "People")
            .child("instructions", INSTRUCTIONS)
            .child(formType())
            .child(
                Element.builder("field", Names.FORM)
                    .attribute("type", "text-single")
                    .attribute("var", FIELD)
                    .attribute("label", "Name")
                    .build())
            .build();
    return Element.builder("query", Names.SEARCH)
        .child("instructions", INSTRUCTIONS)
        .child(Element.builder(FIELD, Names.SEARCH).build())
        .child(form)
        .build();
  }

  private static Element formType() {
    return Element.builder("field", Names.FORM)
        .attribute("type", "hidden")
        .attribute("var", "FORM_TYPE")
        .child("value", Names.SEARCH)
        .build();
  }

  /** Who was found; as a form where it was asked by one. */
  Element found(Element query) {
    Optional<Element> form = query.child("x", Names.FORM);
    String beginning =
        form.flatMap(UserSearch::value)
            .or(() -> query.child(FIELD, Names.SEARCH).map(Element::text))
            .map(text -> text.replace("*", "").strip())
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> new Refusal(Condition.NOT_ACCEPTABLE, INSTRUCTIONS));
    List<Profile> people = profiles.search(beginning, "", MOST);
    Element.Builder answer = Element.builder("query", Names.SEARCH);
    if (form.isPresent()) {
      answer.child(formOf(people));
    } else {
      people.forEach(profile -> answer.child(item(profile)));
    }
    return answer.build();
  }

  private static Optional<String> value(Element form) {
    return form.children().stream()
        .filter(field -> field.attribute("var").filter(FIELD::equals).isPresent())
        .flatMap(field -> field.child("value", Names.FORM).stream())
        .map(Element::text)
        .findFirst();
  }

  private Element item(Profile profile) {
    return Element.builder("item", Names.SEARCH)
        .attribute("jid", addressing.person(profile.person().name()))
        .child(FIELD, shown(profile))
        .build();
  }

  private static String shown(Profile profile) {
    String displayName = profile.displayName();
    return displayName == null ? profile.person().name() : displayName;
  }

  private Element formOf(List<Profile> people) {
    Element.Builder form =
        Element.builder("x", Names.FORM)
            .attribute("type", "result")
            .child(formType())
            .child(
                Element.builder("reported", Names.FORM)
                    .child(column("jid", "Address", "jid-single"))
                    .child(column(FIELD, "Name", "text-single"))
                    .build());
    for (Profile profile : people) {
      form.child(
          Element.builder("item", Names.FORM)
              .child(cell("jid", addressing.person(profile.person().name())))
              .child(cell(FIELD, shown(profile)))
              .build());
    }
    return form.build();
  }

  private static Element column(String name, String label, String type) {
    return Element.builder("field", Names.FORM)
        .attribute("var", name)
        .attribute("label", label)
        .attribute("type", type)
        .build();
  }

  private static Element cell(String name, String value) {
    return Element.builder("field", Names.FORM)
        .attribute("var", name)
        .child("value", value)
        .build();
  }
}
