import type { ClassStudent } from '@tutti/client/admin';

/** Whoever has been in with an e-mail gets a new password by mail. */
export const mayHaveCard = ({ status, email, lastSeenAt }: ClassStudent): boolean =>
  (status === 'active' || status === 'pending_consent') && (email === null || lastSeenAt === null);
