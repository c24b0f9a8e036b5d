import { Skeleton } from '@mantine/core';
import type { MissionDraft } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { Panel } from '../../desk/states/panel.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import './texts.ts';
import { AuthorRefusal } from './author-refusal.tsx';
import { blankQuestion } from './blank-question.ts';
import { type Draft, isKind, type toSend } from './draft.ts';
import { QuestionForm } from './question-form.tsx';
import { authoring, useChange, useDraft } from './use-draft.ts';
import { useUnsaved } from './use-unsaved.tsx';

export function Component() {
  const { id = '', questionId } = useParams();
  const draft = useDraft(id);
  return (
    <QueryView query={draft} skeleton={<Skeleton height={500} />} order={1}>
      {(mission) => <Question key={questionId ?? 'new'} mission={mission} questionId={questionId ?? null} />}
    </QueryView>
  );
}

function Question({ mission, questionId }: { mission: MissionDraft; questionId: string | null }) {
  const { t } = useTranslation(['author', 'teach']);
  const go = useNavigate();
  const [params] = useSearchParams();
  // the mission as it was when this page was opened: a save of somebody else is refused, not overwritten
  const [base, setBase] = useState(mission);
  const all = base.lessons.flatMap(({ questions }) => questions);
  const stored = all.find((one) => one.id === questionId);
  const kind = params.get('kind') ?? '';
  const [draft, setDraft] = useState<Draft | null>(() => {
    if (stored) {
      const { id: _, ...rest } = stored;
      return rest;
    }
    const words = { true: t('question.trueText'), false: t('question.falseText') };
    return questionId === null && isKind(kind) ? blankQuestion(kind, words) : null;
  });
  const [dirty, setDirty] = useState(false);
  const unsaved = useUnsaved(dirty);
  const back = `/teach/missions/${base.id}/edit`;
  const save = useChange(
    base.id,
    (question: ReturnType<typeof toSend>) =>
      questionId === null
        ? authoring.addQuestion(base.id, base.version, params.get('lesson') ?? '', question)
        : authoring.changeQuestion(base.id, base.version, { id: questionId, ...question }),
    () => unsaved.leave(() => go(back)),
  );
  if (!draft) return <Panel mood="puzzled" title={t('gone')} />;
  return (
    <>
      <PageHeading
        title={t(questionId === null ? 'question.new' : 'question.title')}
        lead={t(`teach:mission.kind.${draft.kind}`)}
      />
      {unsaved.dialog}
      <QuestionForm
        mission={base}
        draft={draft}
        number={stored ? all.indexOf(stored) + 1 : all.length + 1}
        saving={save.isPending}
        onChange={(next) => {
          setDraft(next);
          setDirty(true);
        }}
        onSave={save.mutate}
        onCancel={() => go(back)}
      />
      <AuthorRefusal
        error={save.error}
        onReload={() =>
          void authoring.draft(base.id).then((fresh) => {
            setBase(fresh);
            save.reset();
          })
        }
      />
    </>
  );
}
