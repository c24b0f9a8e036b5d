import type { FamilyChildDetail } from '@tutti/client/admin';
import cardClasses from '../../desk/shell/card.module.css';
import classes from '../family.module.css';
import { AskCard } from './ask-card.tsx';
import { ChildPage } from './child-page.tsx';
import { CorrectCard } from './correct-card.tsx';
import { DataCard } from './data-card.tsx';
import { EndingCard } from './ending-card.tsx';
import { GuardiansCard } from './guardians-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { PasswordCard } from './password-card.tsx';

/** [CON-6] To see it, get it, put it right, end it: first what most come for. */
export function Component() {
  return <ChildPage at="data">{(child) => <Data key={child.id} child={child} />}</ChildPage>;
}

function Data({ child }: { child: FamilyChildDetail }) {
  const { id, name, username } = child;
  return (
    <div className={cardClasses.cards}>
      <DataCard childId={id} name={name} />
      <div className={classes.stack}>
        <EndingCard child={child} />
        <CorrectCard child={child} />
        <AskCard child={child} />
      </div>
      <div className={classes.stack}>
        {username && <PasswordCard childId={id} name={name} />}
        <GuardiansCard child={child} />
        <HistoryCard childId={id} />
      </div>
    </div>
  );
}
