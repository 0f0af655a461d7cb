package dev.kurir.message;

/**
 * Where an outbox message goes: a contact, or an owner's master chat. As a number it is the
 * contact's id, or minus the owner's id.
 */
public record ConversationId(long value) {
  public ConversationId {
    if (value == 0) {
      throw new InvalidFieldException("conversation", "0", "a contact's id or minus an owner's id");
    }
  }

  public static ConversationId with(ContactId contact) {
    return new ConversationId(contact.value());
  }

  public static ConversationId masterOf(OwnerId owner) {
    return new ConversationId(-(long) owner.value());
  }

  /** Whether it is an owner's master chat. */
  public boolean isMaster() {
    return value < 0;
  }

  @Override
  public String toString() {
    return isMaster() ? "master chat of owner " + -value : "contact " + value;
  }
}
