import { Button, Group } from '@mantine/core';
import { IconCopy, IconPencil, IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { MissionSummary } from '@tutti/client';
import { createAuthoring } from '@tutti/client/admin';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { may, useSignedIn } from '../../desk/account/account.tsx';
import { Refusal } from '../../desk/states/refusal.tsx';
import { tutti } from '../../desk/tutti.ts';
import './texts.ts';

const mayWrite = may('missions.write');

export function NewMissionButton() {
  const { t } = useTranslation('author');
  if (!mayWrite(useSignedIn().me)) return null;
  return (
    <Button component={Link} to="/teach/missions/new" leftSection={<IconPlus size={20} aria-hidden />}>
      {t('newMission')}
    </Button>
  );
}

/** Change it, or make a copy that one may change. */
export function AuthorActions({ mission }: { mission: MissionSummary }) {
  const { t } = useTranslation('author');
  const { me } = useSignedIn();
  const go = useNavigate();
  const queries = useQueryClient();
  const copy = useMutation({
    mutationFn: () => createAuthoring(tutti).copy(mission.id),
    onSuccess({ id }) {
      void queries.invalidateQueries({ queryKey: ['missions'] });
      go(`/teach/missions/${id}/edit`);
    },
  });
  if (!mayWrite(me) || mission.missionType === 'group') return null;
  return (
    <Group>
      {mission.mayEdit && (
        <Button
          component={Link}
          to={`/teach/missions/${mission.id}/edit`}
          variant="default"
          leftSection={<IconPencil size={20} aria-hidden />}
        >
          {t('edit')}
        </Button>
      )}
      <Button
        variant="default"
        loading={copy.isPending}
        onClick={() => copy.mutate()}
        leftSection={<IconCopy size={20} aria-hidden />}
      >
        {t('makeMine')}
      </Button>
      {copy.error && <Refusal error={copy.error} />}
    </Group>
  );
}
