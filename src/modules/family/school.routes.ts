import { z } from 'zod';
import { may } from '../../platform/http/caller.ts';
import { file, type Route, route } from '../../platform/http/route.ts';
import { pageQuery, uuid } from '../../wire/common.ts';
import * as wire from '../../wire/family.ts';
import type { AgreementsService } from './agreements.service.ts';
import { formBytes } from './consent.routes.ts';
import type { FormsService } from './forms.service.ts';

interface Services {
  agreements: AgreementsService;
  forms: FormsService;
  base: (request: { baseUrl: string }) => string;
}

const tag = 'Consent';
const one = z.strictObject({ id: uuid });
const compliance = may('compliance.manage');
/** Teachers of the child's classes, and those who see people; which children, the row policies say. */
const staff = may('learners.read');
const classes = may('classes.teach');

/** What a school records: agreements, signed forms. */
export function schoolRoutes({ agreements, forms, base }: Services): Route[] {
  return [
    route({
      method: 'get',
      path: '/agreements',
      summary: 'Agreements with schools, newest first',
      tag,
      auth: compliance,
      query: pageQuery,
      response: wire.agreementPage,
      handler: ({ caller, query }) => agreements.list(caller, query),
    }),
    route({
      method: 'post',
      path: '/agreements',
      summary: 'Record an agreement',
      tag,
      auth: compliance,
      body: wire.agreementBody,
      response: wire.agreement,
      status: 201,
      handler: ({ caller, body }) => agreements.add(caller, body),
    }),
    route({
      method: 'post',
      path: '/agreements/:id/end',
      summary: 'End an agreement, and what hangs on it',
      tag,
      auth: compliance,
      params: one,
      response: wire.agreement,
      handler: ({ caller, params, ...request }) =>
        agreements.end(caller, params.id, { baseUrl: base(request) }),
    }),
    route({
      method: 'post',
      path: '/agreements/consent',
      summary: "The school's consent for the children of a class",
      tag,
      auth: classes,
      body: wire.schoolConsentBody,
      response: wire.schoolConsentDone,
      handler: ({ caller, body }) => agreements.consentForClass(caller, body.groupId),
    }),
    route({
      method: 'get',
      path: '/children/:id/consent-form',
      summary: 'What a printed form for this child says',
      tag,
      auth: staff,
      params: one,
      query: wire.printQuery,
      response: wire.printedForm,
      handler: ({ caller, params, query }) => forms.printed(caller, params.id, query.locale),
    }),
    route({
      method: 'post',
      path: '/children/:id/consent-forms',
      summary: 'Send in a form that was signed on paper',
      tag,
      auth: staff,
      jsonBytes: formBytes,
      params: one,
      body: wire.formByStaffBody,
      response: wire.formTaken,
      status: 201,
      handler: ({ caller, params, body }) => forms.byStaff(caller, params.id, body),
    }),
    route({
      method: 'get',
      path: '/consent-forms',
      summary: 'Signed forms, the oldest first',
      tag,
      auth: compliance,
      query: wire.formQuery,
      response: wire.formPage,
      handler: ({ caller, query }) => forms.list(caller, query),
    }),
    route({
      method: 'get',
      path: '/consent-forms/:id/file',
      summary: 'The picture of a form that waits',
      tag,
      auth: compliance,
      params: one,
      response: file('application/octet-stream'),
      handler: ({ caller, params }) => forms.file(caller, params.id),
    }),
    route({
      method: 'post',
      path: '/consent-forms/:id/review',
      summary: 'Accept a form, or refuse it with a reason',
      tag,
      auth: compliance,
      params: one,
      body: wire.reviewFormBody,
      response: wire.consentForm,
      handler: ({ caller, params, body, ...request }) =>
        forms.review(caller, params.id, body, { baseUrl: base(request) }),
    }),
  ];
}
