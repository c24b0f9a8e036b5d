import { Anchor, Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { SchoolClass } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { PageHeading } from '../../../desk/shell/page-heading.tsx';
import { QueryView } from '../../../desk/states/query-view.tsx';
import classes from '../classes.module.css';
import { useClass } from '../use-classes.ts';
import cardClasses from './cards.module.css';
import { ChooseStep } from './choose-step.tsx';
import type { MadeCards } from './made-cards.ts';
import { PrintStep } from './print-step.tsx';

export function Component() {
  const { id = '' } = useParams();
  return (
    <QueryView query={useClass(id)} skeleton={<Skeleton height={480} radius="lg" />}>
      {(found) => <CardsPage schoolClass={found} />}
    </QueryView>
  );
}

function CardsPage({ schoolClass: { id, name } }: { schoolClass: SchoolClass }) {
  const { t } = useTranslation('classes');
  const [made, setMade] = useState<MadeCards | null>(null);
  return (
    <>
      <div className={cardClasses.screenOnly}>
        <Anchor component={Link} to={`/teach/classes/${id}`} className={classes.back}>
          <IconArrowLeft size={20} aria-hidden /> <bdi>{name}</bdi>
        </Anchor>
        <PageHeading title={t('cards.title', { name })} lead={t('cards.lead')} />
      </div>
      {made ? (
        <PrintStep classId={id} className={name} made={made} onOthers={() => setMade(null)} />
      ) : (
        <ChooseStep classId={id} onMade={setMade} />
      )}
    </>
  );
}
