import { describe, expect, it } from 'vitest';
import type { ComplianceOverview } from '../../src/wire/compliance.ts';
import { mattersOf } from '../../web/src/admin/overview/matters.ts';

const now = Date.parse('2027-03-01T08:00:00Z');
const calm: ComplianceOverview = {
  coordinator: { name: 'Cora', email: 'cora@school.example' },
  riskAssessment: { doneOn: '2027-01-01', nextDueOn: '2028-01-01', overdue: false },
  requests: { open: 0, overdue: 0, nextDueAt: null },
  formsWaiting: 0,
  breaches: { open: 0, nextNotifyBy: null },
  agreements: [],
  children: { consented: 12, waiting: 0 },
  retention: [],
  withoutRule: [],
  mail: { delivers: true, waiting: 3, bounced: 0 },
  audit: [],
};
const nobody = { count: 0, more: false };
const kinds = (change: Partial<ComplianceOverview>, approvals = nobody) =>
  mattersOf({ ...calm, ...change }, approvals, now).map(({ kind }) => kind);
const agreement = (validUntil: string, status: ComplianceOverview['agreements'][number]['status']) => ({
  id: validUntil,
  title: 'School year',
  signedBy: 'Ada Head',
  validUntil,
  status,
});

describe('what waits for an administrator', () => {
  it('is nothing where all is in order', () => {
    expect(kinds({})).toEqual([]);
  });

  it('[CON-9] begins with the clocks that run: breaches, then requests', () => {
    expect(
      kinds(
        {
          formsWaiting: 2,
          requests: { open: 1, overdue: 1, nextDueAt: '2027-02-20T00:00:00Z' },
          breaches: { open: 1, nextNotifyBy: '2027-03-02T00:00:00Z' },
          children: { consented: 0, waiting: 4 },
        },
        { count: 25, more: true },
      ),
    ).toEqual(['breaches', 'requests', 'forms', 'approvals', 'children']);
  });

  it('is an agreement that ends soon or ran out lately, and none that was ended or has long to go', () => {
    expect(
      kinds({
        agreements: [
          agreement('2027-04-01', 'valid'),
          agreement('2027-09-01', 'valid'),
          agreement('2027-02-20', 'over'),
          agreement('2026-02-20', 'over'),
          agreement('2027-03-05', 'ended'),
        ],
      }),
    ).toEqual(['agreementEnds', 'agreementOver']);
  });

  it('is whatever parents would miss: a name, an assessment, letters that leave', () => {
    expect(
      kinds({
        coordinator: { name: 'Cora', email: null },
        riskAssessment: null,
        mail: { delivers: false, waiting: 0, bounced: 2 },
        withoutRule: ['notes'],
      }),
    ).toEqual(['withoutRule', 'bounced', 'riskNone', 'coordinator', 'noMail']);
  });
});
