import { Anchor, Collapse, Text } from '@mantine/core';
import type { ConsentRequestView } from '@tutti/client/admin';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../family.module.css';
import { LinkLike } from '../link-like.tsx';
import noticeClasses from './notice.module.css';
import { NoticeText } from './notice-text.tsx';
import { useNoticeInLanguage } from './use-notice.ts';

interface DirectNoticeProps {
  child: string;
  school: string;
  notice: ConsentRequestView['notice'];
  coordinator: ConsentRequestView['coordinator'];
  /** The account is more than a question already: nothing of it goes by silence. */
  known: boolean;
}

/** [CON-5] What is kept, what for, who sees it, and the right to say no; the whole notice unfolds below. */
export function DirectNotice({ child, school, notice, coordinator, known }: DirectNoticeProps) {
  const { t } = useTranslation('family');
  const id = useId();
  const [open, setOpen] = useState(false);
  const shown = useNoticeInLanguage(notice);
  return (
    <>
      <NoticeFacts child={child} school={school} coordinator={coordinator} known={known} />
      <div>
        <LinkLike onClick={() => setOpen(!open)} expanded={open}>
          {t(open ? 'notice.less' : 'notice.more')}
        </LinkLike>
        <Collapse expanded={open} id={id}>
          <div className={noticeClasses.sheet}>
            <NoticeText body={shown.body} locale={shown.locale} order={3} />
            <Text size="sm" c="dimmed">
              {t('notice.version', { version: shown.version })}{' '}
              <Anchor href="/notice" target="_blank">
                {t('notice.ownPage')}
              </Anchor>
            </Text>
          </div>
        </Collapse>
      </div>
    </>
  );
}

const facts = ['now', 'ifYes', 'use', 'who', 'rights', 'silence'] as const;
/** On paper as well, since a form may come without any mail before it. */
const knownFacts = ['ifYes', 'use', 'who', 'rights'] as const;

export function NoticeFacts({ child, school, coordinator, known }: Omit<DirectNoticeProps, 'notice'>) {
  const { t } = useTranslation('family');
  const who = [coordinator.name, coordinator.email].filter(Boolean).join(', ');
  return (
    <dl className={classes.facts}>
      {(known ? knownFacts : facts).map((fact) => (
        <div key={fact}>
          <dt>{t(`notice.${fact}.title`)}</dt>
          <dd>{t(`notice.${fact}.text`, { child, school })}</dd>
        </div>
      ))}
      <div>
        <dt>{t('notice.questions')}</dt>
        <dd>{who ? t('notice.askCoordinator', { who, school }) : t('notice.askSchool', { school })}</dd>
      </div>
    </dl>
  );
}
