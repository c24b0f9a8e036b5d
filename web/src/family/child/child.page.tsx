import type { FamilyChildDetail } from '@tutti/client/admin';
import { ChildBadgesCard } from '../../desk/badges/badges-card.tsx';
import { ChildMasteryCard } from '../../desk/mastery/mastery-card.tsx';
import { ChildNow } from '../../desk/presence/child-now.tsx';
import { usePresence } from '../../desk/presence/use-presence.ts';
import { ChildProgressCard } from '../../desk/progress/progress-card.tsx';
import classes from '../family.module.css';
import { ChildPage } from './child-page.tsx';
import { MissionsCard } from './missions-card.tsx';
import { OpenMatters } from './open-matters.tsx';
import { WeekCard } from './week-card.tsx';

/** What a guardian comes for: what waits for an answer, and how the week is. */
export function Component() {
  return (
    <ChildPage at="week" lead={(child) => child.status === 'active' && <Now child={child} />}>
      {(child) => <ThisWeek key={child.id} child={child} />}
    </ChildPage>
  );
}

function Now({ child: { id, name } }: { child: FamilyChildDetail }) {
  return <ChildNow id={id} name={name} seen={usePresence('children')} />;
}

function ThisWeek({ child }: { child: FamilyChildDetail }) {
  const { id, name } = child;
  return (
    <>
      <OpenMatters child={child} />
      <div className={classes.glance}>
        <div className={classes.stack}>
          <WeekCard child={child} />
        </div>
        <div className={classes.stack}>
          <ChildMasteryCard childId={id} name={name} />
          <MissionsCard childId={id} name={name} />
        </div>
        <div className={classes.stack}>
          <ChildBadgesCard childId={id} name={name} />
          <ChildProgressCard childId={id} name={name} />
        </div>
      </div>
    </>
  );
}
