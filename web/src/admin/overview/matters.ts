import type { ComplianceOverview } from '@tutti/client/admin';

type Agreement = ComplianceOverview['agreements'][number];

const dayMs = 86_400_000;
/** So many days before its end an agreement is worth a word; afterwards it is, until somebody ends it, for as long. */
const noticeDays = 45;

/** What waits for an administrator, the most pressing first. */
export type Matter =
  | { kind: 'breaches'; count: number; notifyBy: string | null }
  | { kind: 'requests'; count: number; overdue: number; dueAt: string | null }
  | { kind: 'withoutRule'; tables: string[] }
  | { kind: 'forms' | 'bounced' | 'children'; count: number }
  | { kind: 'approvals'; count: number; more: boolean }
  | { kind: 'agreementEnds' | 'agreementOver'; agreement: Agreement }
  | { kind: 'risk' | 'riskNone' | 'coordinator' | 'noMail' };

export function mattersOf(
  { breaches, requests, formsWaiting, mail, children, agreements, ...rest }: ComplianceOverview,
  approvals: { count: number; more: boolean },
  now: number,
): Matter[] {
  const found: Matter[] = [];
  if (breaches.open > 0)
    found.push({ kind: 'breaches', count: breaches.open, notifyBy: breaches.nextNotifyBy });
  if (requests.open > 0)
    found.push({
      kind: 'requests',
      count: requests.open,
      overdue: requests.overdue,
      dueAt: requests.nextDueAt,
    });
  if (rest.withoutRule.length > 0) found.push({ kind: 'withoutRule', tables: rest.withoutRule });
  if (formsWaiting > 0) found.push({ kind: 'forms', count: formsWaiting });
  if (approvals.count > 0) found.push({ kind: 'approvals', ...approvals });
  for (const agreement of agreements) {
    const days = (Date.parse(agreement.validUntil) - now) / dayMs;
    if (agreement.status === 'valid' && days <= noticeDays) found.push({ kind: 'agreementEnds', agreement });
    if (agreement.status === 'over' && days >= -noticeDays) found.push({ kind: 'agreementOver', agreement });
  }
  if (mail.bounced > 0) found.push({ kind: 'bounced', count: mail.bounced });
  if (children.waiting > 0) found.push({ kind: 'children', count: children.waiting });
  if (rest.riskAssessment === null) found.push({ kind: 'riskNone' });
  else if (rest.riskAssessment.overdue) found.push({ kind: 'risk' });
  if (!rest.coordinator.name || !rest.coordinator.email) found.push({ kind: 'coordinator' });
  if (!mail.delivers) found.push({ kind: 'noMail' });
  return found;
}
