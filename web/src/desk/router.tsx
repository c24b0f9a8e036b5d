import { createBrowserRouter, redirect } from 'react-router';
import { isAdministrator, isGuardian, isLearner, isStaff } from './account/account.tsx';
import { SignedInOnly } from './account/signed-in-only.tsx';
import { Restoring } from './shell/restoring.tsx';
import { RouteProblem } from './shell/route-problem.tsx';
import { Shell } from './shell/shell.tsx';

export const router = createBrowserRouter([
  {
    HydrateFallback: Restoring,
    ErrorBoundary: RouteProblem,
    children: [
      { path: '/sign-in', lazy: () => import('./account/sign-in.page.tsx') },
      { path: '/teach/sign-in', loader: ({ request }) => redirect(`/sign-in${new URL(request.url).search}`) },
      { path: '/setup', lazy: () => import('./account/setup.page.tsx') },
      { path: '/invite', lazy: () => import('./account/invite.page.tsx') },
      { path: '/sign-up', lazy: () => import('./account/sign-up.page.tsx') },
      { path: '/verify', lazy: () => import('./account/verify.page.tsx') },
      { path: '/card', lazy: () => import('./account/card.page.tsx') },
      { path: '/magic', lazy: () => import('./account/magic.page.tsx') },
      { path: '/confirm-email', lazy: () => import('./account/confirm-email.page.tsx') },
      { path: '/co-host', lazy: () => import('../teach/host/co-host.page.tsx') },
      { path: '/reset', lazy: () => import('./account/reset.page.tsx') },
      { path: '/notice', lazy: () => import('../family/notice/notice.page.tsx') },
      { path: '/consent', lazy: () => import('../family/consent/consent.page.tsx') },
      { path: '/consent/confirm', lazy: () => import('../family/consent/confirm.page.tsx') },
      { path: '/consent/form', lazy: () => import('../family/form/form.page.tsx') },
      { path: '/guardian', lazy: () => import('../family/grown-up/guardian.page.tsx') },
      { path: '/letters/stop', lazy: () => import('../family/letters/stop.page.tsx') },
      {
        element: <SignedInOnly />,
        children: [
          {
            Component: Shell,
            children: [
              {
                ErrorBoundary: RouteProblem,
                children: [{ path: '/account', lazy: () => import('./account/own/account.page.tsx') }],
              },
            ],
          },
        ],
      },
      {
        element: <SignedInOnly who={isAdministrator} />,
        children: [
          {
            Component: Shell,
            children: [
              {
                ErrorBoundary: RouteProblem,
                children: [
                  { path: '/outbox', lazy: () => import('./outbox/outbox.page.tsx') },
                  { path: '/admin', lazy: () => import('../admin/overview/overview.page.tsx') },
                  { path: '/admin/people', lazy: () => import('../admin/people/people.page.tsx') },
                  { path: '/admin/people/:id', lazy: () => import('../admin/person/person.page.tsx') },
                  { path: '/admin/invitations', lazy: () => import('../teach/people/people.page.tsx') },
                  { path: '/admin/settings', lazy: () => import('../admin/settings/settings.page.tsx') },
                  {
                    path: '/admin/compliance',
                    lazy: () => import('../admin/compliance/compliance.page.tsx'),
                  },
                  { path: '/admin/audit', lazy: () => import('../admin/audit/audit.page.tsx') },
                  { path: '/admin/mail', lazy: () => import('../admin/mail/mail.page.tsx') },
                  { path: '/admin/*', lazy: () => import('./shell/not-found.page.tsx') },
                ],
              },
            ],
          },
        ],
      },
      {
        path: '/home',
        element: <SignedInOnly who={isLearner} />,
        children: [
          {
            Component: Shell,
            children: [
              {
                ErrorBoundary: RouteProblem,
                children: [
                  { index: true, lazy: () => import('../learn/home.page.tsx') },
                  { path: 'avatars', lazy: () => import('../learn/avatars/avatars.page.tsx') },
                  { path: 'badges', lazy: () => import('../learn/badges/badges.page.tsx') },
                  { path: 'classes', lazy: () => import('../learn/classes.page.tsx') },
                  { path: 'leaderboard', lazy: () => import('../learn/board/board.page.tsx') },
                  { path: 'me', lazy: () => import('../learn/me.page.tsx') },
                  { path: 'missions', lazy: () => import('../learn/missions/missions.page.tsx') },
                  { path: 'progress', lazy: () => import('../learn/progress.page.tsx') },
                  { path: 'season', lazy: () => import('../learn/season/season.page.tsx') },
                  { path: '*', lazy: () => import('./shell/not-found.page.tsx') },
                ],
              },
            ],
          },
        ],
      },
      {
        path: '/family',
        element: <SignedInOnly who={isGuardian} />,
        children: [
          {
            Component: Shell,
            children: [
              {
                ErrorBoundary: RouteProblem,
                children: [
                  { index: true, lazy: () => import('../family/children.page.tsx') },
                  { path: ':childId', lazy: () => import('../family/child/child.page.tsx') },
                  { path: ':childId/allowed', lazy: () => import('../family/child/allowed.page.tsx') },
                  { path: ':childId/data', lazy: () => import('../family/child/data.page.tsx') },
                  { path: '*', lazy: () => import('./shell/not-found.page.tsx') },
                ],
              },
            ],
          },
        ],
      },
      {
        path: '/teach',
        element: <SignedInOnly who={isStaff} />,
        children: [
          { path: 'sessions/:id/host', lazy: () => import('../teach/host/host.page.tsx') },
          { path: 'sessions/:id/replay', lazy: () => import('../teach/replay/replay.page.tsx') },
          { path: 'groups/:id', lazy: () => import('../teach/groups/panel.page.tsx') },
          {
            Component: Shell,
            children: [
              {
                ErrorBoundary: RouteProblem,
                children: [
                  { index: true, lazy: () => import('../teach/library/library.page.tsx') },
                  { path: 'missions/new', lazy: () => import('../teach/author/new-mission.page.tsx') },
                  {
                    path: 'missions/:id/edit',
                    lazy: () => import('../teach/author/edit-mission.page.tsx'),
                  },
                  ...['new', ':questionId'].map((which) => ({
                    path: `missions/:id/questions/${which}`,
                    lazy: () => import('../teach/author/question.page.tsx'),
                  })),
                  { path: 'missions/:id/homework', lazy: () => import('../teach/homework/give.page.tsx') },
                  { path: 'homework/:id', lazy: () => import('../teach/homework/homework.page.tsx') },
                  { path: 'missions/:id', lazy: () => import('../teach/library/mission.page.tsx') },
                  { path: 'classes', lazy: () => import('../teach/classes/classes.page.tsx') },
                  { path: 'classes/year', lazy: () => import('../teach/classes/year/year.page.tsx') },
                  { path: 'classes/:id', lazy: () => import('../teach/classes/one/class.page.tsx') },
                  {
                    path: 'classes/:id/roster',
                    lazy: () => import('../teach/classes/roster/roster.page.tsx'),
                  },
                  { path: 'classes/:id/cards', lazy: () => import('../teach/classes/cards/cards.page.tsx') },
                  {
                    path: 'classes/:id/report',
                    lazy: () => import('../teach/records/class-report.page.tsx'),
                  },
                  {
                    path: 'classes/:id/mastery',
                    lazy: () => import('../teach/mastery/overview.page.tsx'),
                  },
                  {
                    path: 'classes/:id/missions',
                    lazy: () => import('../teach/following/missions.page.tsx'),
                  },
                  {
                    path: 'classes/:id/learners/:userId',
                    lazy: () => import('../teach/following/learner.page.tsx'),
                  },
                  { path: 'sessions', lazy: () => import('../teach/sessions/sessions.page.tsx') },
                  { path: 'sessions/:id/report', lazy: () => import('../teach/report/report.page.tsx') },
                  { path: 'groups/:id/report', lazy: () => import('../teach/groups/report.page.tsx') },
                  { path: 'people', lazy: () => import('../teach/people/people.page.tsx') },
                  { path: '*', lazy: () => import('./shell/not-found.page.tsx') },
                ],
              },
            ],
          },
        ],
      },
      { path: '*', lazy: () => import('./shell/not-found.page.tsx') },
    ],
  },
]);
