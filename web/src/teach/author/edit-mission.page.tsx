import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MissionChange, MissionDraft, WrittenLesson } from '@tutti/client/admin';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { PageHeading } from '../../desk/shell/page-heading.tsx';
import { useAskOnce } from '../../desk/states/ask-once.tsx';
import { QueryView } from '../../desk/states/query-view.tsx';
import './texts.ts';
import { AuthorRefusal } from './author-refusal.tsx';
import { LessonsEditor } from './lessons-editor.tsx';
import { type Facts, MissionForm } from './mission-form.tsx';
import { TakeAlong } from './take-along.tsx';
import { authoring, useChange, useDraft } from './use-draft.ts';
import { useUnsaved } from './use-unsaved.tsx';

export function Component() {
  const { id = '' } = useParams();
  const draft = useDraft(id);
  return (
    <QueryView query={draft} skeleton={<Skeleton height={500} />} order={1}>
      {(mission) => <Editor mission={mission} reload={() => void draft.refetch()} />}
    </QueryView>
  );
}

function Editor({ mission, reload }: { mission: MissionDraft; reload: () => void }) {
  const { t } = useTranslation('author');
  const { id, version } = mission;
  const [edited, setEdited] = useState<Facts | null>(null);
  const [isWriting, setWriting] = useState(false);
  const unsaved = useUnsaved(edited !== null || isWriting);
  const facts = useChange(
    id,
    (change: MissionChange) => authoring.change(id, version, change),
    () => setEdited(null),
  );
  const outline = useChange(id, (lessons: WrittenLesson[]) => authoring.outline(id, version, lessons));
  const { id: _, version: __, locale, lessons, ...stored } = mission;
  return (
    <>
      <Anchor component={Link} to={`/teach/missions/${id}`}>
        <Group gap={6} mih={48}>
          <IconArrowLeft size={20} aria-hidden /> {t('back')}
        </Group>
      </Anchor>
      <PageHeading title={mission.title} lead={t('mission.lead')} />
      {unsaved.dialog}
      <Stack gap="xl">
        <AuthorRefusal
          error={facts.error ?? outline.error}
          onReload={() => {
            facts.reset();
            outline.reset();
            reload();
          }}
        />
        <MissionForm
          facts={edited ?? stored}
          locale={locale}
          submit={t('save')}
          saving={facts.isPending}
          missionId={id}
          error={facts.error}
          sent={facts.variables}
          onChange={setEdited}
          onSave={facts.mutate}
        />
        {facts.isSuccess && edited === null && <Text role="status">{t('saved')}</Text>}
        <section>
          <Title order={2} size="h3">
            {t('lessons.title')}
          </Title>
          <Text c="dimmed" mb="md">
            {t('lessons.lead')}
          </Text>
          <LessonsEditor
            mission={mission}
            saving={outline.isPending}
            onChange={outline.mutate}
            isWriting={isWriting}
            onWriting={setWriting}
          />
        </section>
        <TakeAlong mission={mission} />
        <Archive id={id} leave={unsaved.leave} />
      </Stack>
    </>
  );
}

function Archive({ id, leave }: { id: string; leave: (go: () => void) => void }) {
  const { t } = useTranslation('author');
  const go = useNavigate();
  const queries = useQueryClient();
  const once = useAskOnce();
  const archive = useMutation({
    mutationFn: () => authoring.archive(id),
    onSuccess() {
      void queries.invalidateQueries({ queryKey: ['missions'] });
      leave(() => go('/teach'));
    },
  });
  return (
    <Group>
      <Button
        variant="default"
        onClick={() =>
          once.ask({
            title: t('mission.archive'),
            body: t('mission.archiveText'),
            yes: t('mission.archive'),
            onYes: async () => void (await archive.mutateAsync().catch(() => undefined)),
          })
        }
      >
        {t('mission.archive')}
      </Button>
      {once.dialog}
      <AuthorRefusal error={archive.error} onReload={archive.reset} />
    </Group>
  );
}
