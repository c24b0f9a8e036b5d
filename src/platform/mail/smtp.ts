import type { MailConfig } from '../../config.ts';

export interface OutgoingMail {
  /** Stays the same over all tries, so that a message that came twice is known by it. */
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Where a POST without anything else stops such messages (RFC 8058). */
  oneClickUrl?: string;
}

/**
 * `refused`: this address takes no mail, now or later. `unreachable`: the server cannot be talked to at all, so that
 * nothing else needs to be tried. `later`: everything else.
 */
export type MailFailure = 'refused' | 'unreachable' | 'later';

export class MailError extends Error {
  readonly failure: MailFailure;
  /** A code of SMTP or of the network; no text of the server, which quotes addresses. */
  readonly code: string;

  constructor(failure: MailFailure, code: string) {
    super(`mail is ${failure === 'refused' ? 'refused' : 'not taken'} (${code})`);
    this.failure = failure;
    this.code = code;
  }
}

export interface Smtp {
  /** Resolves with the Message-ID when the server has taken the message. Throws a `MailError`. */
  send(mail: OutgoingMail): Promise<string>;
  close(): void;
}

export interface SmtpOptions extends MailConfig {
  connections: number;
  /** How long the server may be silent, and five times as long a message may take. */
  patienceMs?: number;
}

export async function createSmtp(options: SmtpOptions): Promise<Smtp> {
  const { smtpUrl, from, connections, patienceMs = 20_000 } = options;
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    ...readSmtpUrl(smtpUrl),
    pool: true,
    maxConnections: connections,
    // Whether a message has left is decided in one place: in the database.
    maxRequeues: 0,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
    dnsTimeout: patienceMs,
    idleTimeout: 30_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  transport.on('error', () => {});
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1);

  return {
    async send({ id, to, subject, text, html, oneClickUrl }) {
      const messageId = `<${id}@${domain}>`;
      try {
        await transport.sendMail({
          from,
          // An object: in a string a comma would make two addresses of one.
          to: { name: '', address: to },
          envelope: { from: from.address, to: [to] },
          messageId,
          subject,
          text,
          html,
          headers: {
            'Auto-Submitted': 'auto-generated',
            'X-Auto-Response-Suppress': 'All',
            ...(oneClickUrl && {
              'List-Unsubscribe': `<${oneClickUrl}>`,
              'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
            }),
          },
          signal: AbortSignal.timeout(patienceMs * 5),
        });
      } catch (error) {
        throw explain(error);
      }
      return messageId;
    },
    close: () => transport.close({ force: true }),
  };
}

/** With a password the connection must become TLS, except to this very machine, whose certificate nobody has signed. */
export function readSmtpUrl(smtpUrl: string) {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const here = /^(localhost|127\.[\d.]+|::1)$/.test(host);
  const user = decodeURIComponent(url.username);
  return {
    host,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    ...(user && { auth: { user, pass: decodeURIComponent(url.password) } }),
    ignoreTLS: !secure && here,
    requireTLS: !secure && !here && user !== '',
  };
}

const unreachable =
  /^(ECONNECTION|ESOCKET|ETIMEDOUT|EDNS|ETLS|EAUTH|ENOAUTH|EPROTOCOL|ECONNREFUSED|ECONNRESET)$/;

function explain(error: unknown): MailError {
  const { code, command, response, responseCode } = error as {
    code?: unknown;
    command?: unknown;
    response?: unknown;
    responseCode?: unknown;
  };
  const smtpCode = typeof responseCode === 'number' ? String(responseCode) : null;
  const name = smtpCode ?? (typeof code === 'string' ? code : 'unknown');
  // 5.7.x is about us and not about the address: relaying not allowed, a blocked sender. That can be mended.
  const aboutUs = typeof response === 'string' && /^5\d\d[ -]5\.7\./.test(response);
  if (command === 'RCPT TO' && smtpCode?.startsWith('5') && !aboutUs) return new MailError('refused', name);
  if (typeof code === 'string' && unreachable.test(code)) return new MailError('unreachable', name);
  return new MailError('later', name);
}
