import type { QuestionView } from '@tutti/client';
import type { GroupView } from '@tutti/client/groups';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { announce } from '../../shared/announcer.tsx';
import { plainText } from '../../shared/rich-text/plain-text.ts';
import { answerInWords } from '../game/kinds/answer-in-words.ts';
import { spokenBlanks } from '../game/kinds/blanks.ts';
import { type News, newsBetween } from './news.ts';

/** Says in one breath what others did, where the group stands when it has moved on, and what is to do now. */
export function useSpoken(view: GroupView, lead: string, sentence: string): void {
  const { t } = useTranslation('group');
  const before = useRef<{ view: GroupView; lead: string; sentence: string } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is said follows the view
  useEffect(() => {
    const last = before.current;
    before.current = { view, lead, sentence };
    const { stage } = view;
    const question = stage.name === 'task' ? stage.task.question : null;
    const news = last
      ? newsBetween(last.view, view).map((one) => t(`news.${one.key}`, valuesOf(one, question)))
      : [];
    const words = [
      ...news,
      last?.lead === lead ? '' : lead,
      last?.lead === lead && last.sentence === sentence ? '' : sentence,
    ].filter(Boolean);
    if (words.length > 0) announce(words.join(' '));
  }, [view, lead, sentence]);
}

function valuesOf(news: News, question: QuestionView | null): { name: string; text: string } {
  const name = 'name' in news ? news.name : '';
  if ('text' in news) return { name, text: plainText(news.text) };
  if ('answer' in news && question) return { name, text: plainText(answerInWords(question, news.answer)) };
  return { name, text: '' };
}

/** What the present stage is, to be heard when the group comes to it. */
export function useLead({ stage }: GroupView): string {
  const { t } = useTranslation(['group', 'rounds']);
  switch (stage.name) {
    case 'scene':
      return `${t('scene.label', { scene: stage.scene + 1, of: stage.of })}. ${stage.title}.`;
    case 'task': {
      const { task, of, question } = stage.task;
      return `${t('task.label', { task: task + 1, of })}. ${plainText(spokenBlanks(question.prompt))}`;
    }
    case 'reveal':
      return `${t(`rounds:result.${stage.reveal.outcome}`)}. ${plainText(stage.reveal.explanation)}`;
    case 'ended':
      return `${t(`end.${stage.reason}`)}. ${t(`end.about.${stage.reason}`)}`;
    default:
      return '';
  }
}
