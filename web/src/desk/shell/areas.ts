import {
  IconBackpack,
  IconBooks,
  IconChalkboard,
  IconChecklist,
  IconHistory,
  IconHome,
  IconMail,
  IconSettings,
  IconShieldCheck,
  IconUser,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
  type TablerIcon,
} from '@tabler/icons-react';
import type { Me } from '@tutti/client';
import type { account } from '../../shared/i18n/en/account.ts';
import { isAdministrator, isGuardian, isLearner, isStaff, may } from '../account/account.tsx';

interface Place {
  to: string;
  /** Which addresses count as being there. */
  within: RegExp;
  text: `nav.${keyof typeof account.nav}`;
  Icon: TablerIcon;
  /** Only where there is room; the first page of the part leads there as well. */
  onWide?: boolean;
  who?: (me: Me) => boolean;
}
interface Area {
  /** Its first page, and what the addresses of all its pages begin with. */
  base: string;
  name: `areas.${keyof typeof account.areas}`;
  who: (me: Me) => boolean;
  places: readonly Place[];
}

/** What stands in the bar of each part of the pages. Somebody with several roles moves between the parts by the account menu. */
export const areas: readonly Area[] = [
  {
    base: '/teach',
    name: 'areas.teach',
    who: isStaff,
    places: [
      {
        to: '/teach',
        within: /^\/teach(\/missions\/.*)?$/,
        text: 'nav.missions',
        Icon: IconBooks,
      },
      {
        to: '/teach/classes',
        within: /^\/teach\/classes/,
        text: 'nav.classes',
        Icon: IconUsersGroup,
        who: may('classes.teach'),
      },
      {
        to: '/teach/sessions',
        within: /^\/teach\/(sessions|groups|homework)/,
        text: 'nav.sessions',
        Icon: IconChalkboard,
      },
      {
        to: '/teach/people',
        within: /^\/teach\/people/,
        text: 'nav.invite',
        Icon: IconUserPlus,
        who: may('people.invite'),
      },
    ],
  },
  {
    base: '/admin',
    name: 'areas.admin',
    who: isAdministrator,
    places: [
      { to: '/admin', within: /^\/admin$/, text: 'nav.admin', Icon: IconChecklist },
      { to: '/admin/people', within: /^\/admin\/(people|invitations)/, text: 'nav.people', Icon: IconUsers },
      {
        to: '/admin/compliance',
        within: /^\/admin\/compliance/,
        text: 'nav.compliance',
        Icon: IconShieldCheck,
      },
      { to: '/admin/settings', within: /^\/admin\/settings/, text: 'nav.settings', Icon: IconSettings },
      { to: '/admin/audit', within: /^\/admin\/audit/, text: 'nav.log', Icon: IconHistory, onWide: true },
      {
        to: '/admin/mail',
        within: /^\/(admin\/mail|outbox)/,
        text: 'nav.mail',
        Icon: IconMail,
        onWide: true,
      },
    ],
  },
  {
    base: '/family',
    name: 'areas.family',
    who: isGuardian,
    places: [{ to: '/family', within: /^\/family/, text: 'nav.family', Icon: IconHome }],
  },
  {
    base: '/home',
    name: 'areas.learn',
    who: isLearner,
    places: [{ to: '/home', within: /^\/home/, text: 'nav.home', Icon: IconBackpack }],
  },
];

/** Stands beside the places of parts that have one page alone. */
const ownAccountPlace: Place = {
  to: '/account',
  within: /^\/account/,
  text: 'nav.account',
  Icon: IconUser,
};

export const areasOf = (me: Me): Area[] => areas.filter(({ who }) => who(me));

/** The part that an address belongs to; what belongs to all parts is shown within the one where most of the own work is. */
export function areaAt(pathname: string, me: Me): Area | undefined {
  const mine = areasOf(me);
  const workplace = isAdministrator(me) && !me.roles.includes('teacher') ? '/admin' : mine[0]?.base;
  return (
    mine.find(({ base }) => pathname === base || pathname.startsWith(`${base}/`)) ??
    mine.find(({ places }) => places.some(({ within }) => within.test(pathname))) ??
    mine.find(({ base }) => base === workplace)
  );
}

/** What the bar offers on this page. */
export function placesAt(area: Area | undefined, me: Me): Place[] {
  const places = (area?.places ?? []).filter(({ who }) => !who || who(me));
  return places.length > 1 ? places : [...places, ownAccountPlace];
}
