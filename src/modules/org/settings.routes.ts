import { may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import * as wire from '../../wire/settings.ts';
import type { SettingsService } from './settings.service.ts';

const tag = 'Organization';
const manages = may('settings.manage');

export function settingsRoutes(settings: SettingsService): Route[] {
  return [
    route({
      method: 'get',
      path: '/settings',
      summary: 'The settings of my organization',
      tag,
      auth: manages,
      response: wire.settingsView,
      handler: ({ caller }) => settings.read(caller),
    }),
    route({
      method: 'patch',
      path: '/settings',
      summary: 'Change settings of my organization',
      tag,
      auth: manages,
      body: wire.changeSettingsBody,
      response: wire.settingsView,
      handler: ({ caller, body }) => settings.change(caller, body),
    }),
    route({
      method: 'get',
      path: '/consent-ages',
      summary: 'From which age on somebody decides alone, by country',
      tag,
      auth: manages,
      response: wire.consentAges,
      handler: async ({ caller }) => ({ items: await settings.consentAges(caller) }),
    }),
    route({
      method: 'put',
      path: '/consent-ages/:country',
      summary: 'Change a country’s age of consent',
      tag,
      auth: manages,
      params: wire.countryParams,
      body: wire.consentAgeBody,
      response: wire.consentAge,
      handler: ({ caller, params, body }) => settings.changeConsentAge(caller, params.country, body.age),
    }),
    route({
      method: 'get',
      path: '/subjects',
      summary: 'Subjects, the built-in ones and the organization’s own',
      tag,
      auth: 'signed-in',
      query: wire.subjectQuery,
      response: wire.subjects,
      handler: async ({ caller, query }) => ({ items: await settings.subjects(caller, query.locale) }),
    }),
    route({
      method: 'post',
      path: '/subjects',
      summary: 'Add a subject of the organization’s own',
      tag,
      auth: manages,
      body: wire.newSubjectBody,
      response: wire.subject,
      status: 201,
      handler: ({ caller, body }) => settings.addSubject(caller, body.name),
    }),
    route({
      method: 'get',
      path: '/me/subjects',
      summary: 'What I learn or teach',
      tag,
      auth: 'signed-in',
      response: wire.mySubjects,
      handler: async ({ caller }) => ({ items: await settings.mySubjects(caller) }),
    }),
    route({
      method: 'put',
      path: '/me/subjects',
      summary: 'Say what I learn or teach',
      tag,
      auth: 'signed-in',
      body: wire.mySubjects,
      response: wire.mySubjects,
      handler: async ({ caller, body }) => ({ items: await settings.setMySubjects(caller, body.items) }),
    }),
  ];
}
