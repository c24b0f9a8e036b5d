import { Alert, Anchor, Button, Group, Skeleton } from '@mantine/core';
import { IconArrowLeft, IconPlayerPlay } from '@tabler/icons-react';
import type { SchoolClass } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useParams } from 'react-router';
import { useSignedIn } from '../../../desk/account/account.tsx';
import cardClasses from '../../../desk/shell/card.module.css';
import { PageHeading } from '../../../desk/shell/page-heading.tsx';
import { QueryView } from '../../../desk/states/query-view.tsx';
import { ClassNav } from '../../following/class-nav.tsx';
import { OwnGroupsCard } from '../../groups/own-groups-card.tsx';
import { playFor } from '../../library/class-choice.ts';
import { classFacts } from '../class-facts.ts';
import classes from '../classes.module.css';
import { leads, useClass } from '../use-classes.ts';
import { BoardCard } from './board-card.tsx';
import type { ClassNews } from './class-news.ts';
import { CodeCard } from './code-card.tsx';
import { GamesCard } from './games-card.tsx';
import { LearnersCard } from './learners-card.tsx';
import { MattersCard, useTakeOut } from './matters-card.tsx';
import { TeachersCard } from './teachers-card.tsx';

export function Component() {
  const { id = '' } = useParams();
  return (
    <QueryView query={useClass(id)} order={1} skeleton={<Skeleton height={480} radius="lg" />}>
      {(found) => <ClassPage schoolClass={found} />}
    </QueryView>
  );
}

function ClassPage({ schoolClass }: { schoolClass: SchoolClass }) {
  const { t } = useTranslation('classes');
  const { me } = useSignedIn();
  const { handedTo } = (useLocation().state ?? {}) as ClassNews;
  const mayLead = leads(me, schoolClass);
  const { id, name, archived } = schoolClass;
  return (
    <>
      <Anchor component={Link} to="/teach/classes" className={classes.back}>
        <IconArrowLeft size={20} aria-hidden /> {t('one.back')}
      </Anchor>
      <PageHeading
        title={name}
        lead={classFacts(schoolClass)}
        actions={
          !archived && (
            <Button
              component={Link}
              to="/teach"
              onClick={() => playFor(id)}
              leftSection={<IconPlayerPlay size={20} aria-hidden />}
            >
              {t('one.play')}
            </Button>
          )
        }
      />
      <ClassNav classId={id} />
      {handedTo && (
        <Alert color="right" mb="lg" role="status">
          {t('handOver.done', { name, colleague: handedTo })}
        </Alert>
      )}
      {archived && <PutAway schoolClass={schoolClass} mayLead={mayLead} />}
      <div className={cardClasses.cards}>
        <LearnersCard schoolClass={schoolClass} mayLead={mayLead} />
        {!archived && <CodeCard schoolClass={schoolClass} />}
        <TeachersCard schoolClass={schoolClass} mayLead={mayLead && !archived} />
        <GamesCard classId={id} />
        <OwnGroupsCard classId={id} mayAllow={schoolClass.role !== null && !archived} />
        {schoolClass.role !== null && !archived && <BoardCard classId={id} />}
        {mayLead && !archived && <MattersCard schoolClass={schoolClass} />}
      </div>
    </>
  );
}

function PutAway({ schoolClass, mayLead }: { schoolClass: SchoolClass; mayLead: boolean }) {
  const { t } = useTranslation('classes');
  const takeOut = useTakeOut(schoolClass.id);
  return (
    <Alert color="caution" mb="lg" title={t('one.archivedTitle')}>
      <Group justify="space-between">
        {t('one.archivedBody')}
        {mayLead && (
          <Button variant="default" loading={takeOut.isPending} onClick={() => takeOut.mutate()}>
            {t('one.takeOut')}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
