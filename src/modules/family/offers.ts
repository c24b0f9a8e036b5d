import { mayGrant } from '../../domain/consent/method.ts';
import { type ConsentMethod, type ConsentScope, consentMethod, consentScope } from '../../wire/consent.ts';
import type { ConsentRequestView } from '../../wire/family.ts';

type Meaning = ConsentRequestView['scopes'][number]['means'][number];

/** [CON-5] What each scope means, as names of texts. */
export const meanings: Record<ConsentScope, Meaning[]> = {
  account: ['keeps_name', 'keeps_birth_month', 'keeps_progress'],
  live_rooms: ['plays_live', 'class_sees_name', 'teacher_sees_answers'],
  messaging: ['writes_to_others', 'others_read'],
  ai_processing: ['ai_reads_work', 'ai_never_trains'],
  third_party_disclosure: ['named_recipients'],
  analytics: ['counts_use'],
};

/** [CON-3] Work without an outside service. The others are ports (`consent-method.port.ts`). */
export const builtInMethods: readonly ConsentMethod[] = ['email_plus', 'signed_form', 'school'];

/** Methods by which a grown-up can answer, weakest first. */
const answering = consentMethod.options.filter(
  (method) => !['school', 'guardian_page', 'of_age'].includes(method),
);

export const offersFor = (available: readonly ConsentMethod[]): ConsentRequestView['scopes'] =>
  consentScope.options.map((scope) => ({
    scope,
    means: meanings[scope],
    methods: answering.filter((method) => available.includes(method) && mayGrant(method, scope)),
  }));
