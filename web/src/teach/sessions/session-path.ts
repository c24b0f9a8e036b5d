import type { SessionSummary } from '@tutti/client';

/** Where a session is looked after: in front of the class, at home, or in its report. */
export function sessionPath({ id, status, closesAt }: SessionSummary): string {
  if (status === 'ended' || status === 'abandoned') return `/teach/sessions/${id}/report`;
  return closesAt === null ? `/teach/sessions/${id}/host` : `/teach/homework/${id}`;
}
