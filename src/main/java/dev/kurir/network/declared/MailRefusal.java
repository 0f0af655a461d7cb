package dev.kurir.network.declared;

import dev.kurir.message.Outcome;
import dev.kurir.message.Outcome.Meaning;
import dev.kurir.message.Outcome.Scope;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.internet.AddressException;
import java.util.Optional;
import org.apache.camel.util.ObjectHelper;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;

/** What a mail server's refusal means (RFC 5321, 4.2.1). Stateless. */
final class MailRefusal {
  private static final int FOREVER = 500;

  private MailRefusal() {}

  /** Empty where the failure is no mail server's refusal. */
  static Optional<Outcome> of(Exception failure) {
    if (ObjectHelper.getException(AuthenticationFailedException.class, failure) != null) {
      return Optional.of(
          new Outcome.Rejected("the mail server refuses the credentials", Meaning.BOT_REVOKED));
    }
    if (ObjectHelper.getException(AddressException.class, failure) != null) {
      return Optional.of(new Outcome.Rejected("not a mail address", Meaning.MESSAGE));
    }
    SMTPAddressFailedException address =
        ObjectHelper.getException(SMTPAddressFailedException.class, failure);
    SMTPSenderFailedException sender =
        ObjectHelper.getException(SMTPSenderFailedException.class, failure);
    SMTPSendFailedException whole =
        ObjectHelper.getException(SMTPSendFailedException.class, failure);
    int code =
        address != null
            ? address.getReturnCode()
            : sender != null ? sender.getReturnCode() : whole != null ? whole.getReturnCode() : 0;
    if (code <= 0) {
      return Optional.empty();
    }
    String said = "SMTP status " + code;
    return Optional.of(
        code >= FOREVER
            ? new Outcome.Rejected(said, Meaning.MESSAGE)
            : new Outcome.RetryLater(null, Scope.CONVERSATION, said));
  }
}
