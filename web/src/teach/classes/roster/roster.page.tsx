import { Anchor, Skeleton } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { RosterDone, RosterPreview, SchoolClass } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { PageHeading } from '../../../desk/shell/page-heading.tsx';
import { QueryView } from '../../../desk/states/query-view.tsx';
import classes from '../classes.module.css';
import { useClass } from '../use-classes.ts';
import { DoneStep } from './done-step.tsx';
import { ListStep } from './list-step.tsx';
import { PreviewStep } from './preview-step.tsx';

export function Component() {
  const { id = '' } = useParams();
  return (
    <QueryView query={useClass(id)} skeleton={<Skeleton height={480} radius="lg" />}>
      {(found) => <RosterPage schoolClass={found} />}
    </QueryView>
  );
}

type Step =
  | { at: 'list' }
  | { at: 'preview'; preview: RosterPreview }
  | { at: 'done'; done: RosterDone; refused: number };

function RosterPage({ schoolClass }: { schoolClass: SchoolClass }) {
  const { t } = useTranslation('classes');
  const [text, setText] = useState('');
  const [step, setStep] = useState<Step>({ at: 'list' });
  const { id, name } = schoolClass;
  return (
    <>
      <Anchor component={Link} to={`/teach/classes/${id}`} className={classes.back}>
        <IconArrowLeft size={20} aria-hidden /> <bdi>{name}</bdi>
      </Anchor>
      <PageHeading title={t('roster.titleOf', { name })} lead={t('roster.lead')} />
      {step.at === 'list' && (
        <ListStep
          classId={id}
          text={text}
          onText={setText}
          onRead={(preview) => setStep({ at: 'preview', preview })}
        />
      )}
      {step.at === 'preview' && (
        <PreviewStep
          classId={id}
          students={schoolClass.students ?? 0}
          preview={step.preview}
          onMend={() => setStep({ at: 'list' })}
          onDone={(done) => setStep({ at: 'done', done, refused: step.preview.bad })}
        />
      )}
      {step.at === 'done' && <DoneStep classId={id} done={step.done} refused={step.refused} />}
    </>
  );
}
