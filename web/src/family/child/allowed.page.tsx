import type { FamilyChildDetail } from '@tutti/client/admin';
import cardClasses from '../../desk/shell/card.module.css';
import classes from '../family.module.css';
import { LettersCard } from '../letters/letters-card.tsx';
import { BoardsCard } from './boards-card.tsx';
import { ChildPage } from './child-page.tsx';
import { ConsentsCard } from './consents-card.tsx';
import { ControlsCard } from './controls-card.tsx';
import { GamesCard } from './games-card.tsx';

/** [CON-4] What a guardian says yes and no to. */
export function Component() {
  return <ChildPage at="allowed">{(child) => <Allowed key={child.id} child={child} />}</ChildPage>;
}

function Allowed({ child }: { child: FamilyChildDetail }) {
  const { id, name } = child;
  return (
    <div className={cardClasses.cards}>
      <ConsentsCard child={child} />
      <div className={classes.stack}>
        <ControlsCard child={child} />
        <BoardsCard child={child} />
        <GamesCard childId={id} name={name} />
        <LettersCard />
      </div>
    </div>
  );
}
