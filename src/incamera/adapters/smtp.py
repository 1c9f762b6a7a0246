"""Mail through an SMTP server: STARTTLS when it is offered, TLS from the start on port 465."""

from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

from aiosmtplib import SMTPException, send
from pydantic import SecretStr

from incamera.platform.settings import is_loopback
from incamera.ports import PortFailed

TIMEOUT_S: Final = 30
TLS_PORT: Final = 465


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """One server. Off this machine a mail is never sent without TLS, since it holds a live link."""

    host: str
    port: int
    user: str | None = None
    password: SecretStr | None = None

    async def send(self, message: EmailMessage) -> None:
        """See Mailer."""
        try:
            await send(
                message,
                hostname=self.host,
                port=self.port,
                username=self.user,
                password=self.password.get_secret_value() if self.password else None,
                use_tls=self.port == TLS_PORT,
                start_tls=None if self.port == TLS_PORT or is_loopback(self.host) else True,
                timeout=TIMEOUT_S,
            )
        except (SMTPException, OSError, ValueError) as error:
            raise PortFailed(f"the mail server did not take the mail: {type(error).__name__}") from error
