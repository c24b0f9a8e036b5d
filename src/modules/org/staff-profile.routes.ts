import { hasRole } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import * as wire from '../../wire/people.ts';
import type { StaffProfileService } from './staff-profile.service.ts';

const tag = 'People';
const teacher = hasRole('teacher');
const administrator = hasRole('admin', 'super_admin');
const limit = { times: 60, seconds: 600 };

export function staffProfileRoutes(profiles: StaffProfileService): Route[] {
  return [
    route({
      method: 'get',
      path: '/me/teacher-profile',
      summary: 'My department, my experience and my special fields as a teacher',
      tag,
      auth: teacher,
      response: wire.teacherProfile,
      handler: ({ caller }) => profiles.teacher(caller),
    }),
    route({
      method: 'put',
      path: '/me/teacher-profile',
      summary: 'Say where and what I teach; colleagues see it',
      tag,
      auth: teacher,
      limit,
      body: wire.teacherProfile,
      response: wire.teacherProfile,
      handler: ({ caller, body }) => profiles.saveTeacher(caller, body),
    }),
    route({
      method: 'get',
      path: '/me/admin-profile',
      summary: 'My department as an administrator',
      tag,
      auth: administrator,
      response: wire.adminProfile,
      handler: ({ caller }) => profiles.admin(caller),
    }),
    route({
      method: 'put',
      path: '/me/admin-profile',
      summary: 'Say where I work as an administrator; colleagues see it',
      tag,
      auth: administrator,
      limit,
      body: wire.adminProfile,
      response: wire.adminProfile,
      handler: ({ caller, body }) => profiles.saveAdmin(caller, body),
    }),
  ];
}
