import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDotsVertical } from '@tabler/icons-react';
import type { HostPlayer } from '@tutti/client';
import { useTranslation } from 'react-i18next';
import classes from './joining.module.css';
import type { Run } from './use-commands.ts';

/** [JOIN-4] Names that wait for a yes, oldest first. */
export function NameReviews({ players, run }: { players: readonly HostPlayer[]; run: Run }) {
  const { t } = useTranslation('hosting');
  const waiting = players.flatMap(({ participantId, nickname, review, kicked }) =>
    review && !review.refused && !kicked ? [{ participantId, nickname, wanted: review.wanted }] : [],
  );
  if (waiting.length === 0) return null;
  return (
    <section className={classes.reviews} aria-label={t('name.waiting', { count: waiting.length })}>
      <h3>{t('name.waiting', { count: waiting.length })}</h3>
      <ul>
        {waiting.map(({ participantId, nickname, wanted }) => (
          <li key={participantId} className={classes.review}>
            <span className={classes.wanted}>
              <bdi>{wanted}</bdi>
              <small>{t('name.plays', { name: nickname })}</small>
            </span>
            <Button
              onClick={() => void run((it) => it.reviewName(participantId, 'approve'))}
              aria-label={t('name.approveLabel', { name: wanted })}
            >
              {t('name.approve')}
            </Button>
            <Menu position="bottom-end" withinPortal>
              <Menu.Target>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={48}
                  aria-label={t('name.more', { name: wanted })}
                >
                  <IconDotsVertical size={22} aria-hidden />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Item onClick={() => void run((it) => it.reviewName(participantId, 'standIn'))}>
                  {t('name.standIn', { name: nickname })}
                </Menu.Item>
                <Menu.Item onClick={() => void run((it) => it.reviewName(participantId, 'refuse'))}>
                  {t('name.refuse')}
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </li>
        ))}
      </ul>
    </section>
  );
}
