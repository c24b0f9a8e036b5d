import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locale } from '../../../wire/common.ts';
import { assembleMission, assembleTopics } from './content.assembly.ts';
import type { ContentProblem } from './content.problem.ts';
import {
  type Content,
  contentLocales,
  type MissionFile,
  missionFile,
  type TranslationFile,
  topicsFile,
  translationFile,
} from './content.schema.ts';
import { checkAcross, type WrittenMission } from './cross.check.ts';
import { checkFile } from './file.check.ts';
import { findMediaFiles, type MediaFiles } from './media-files.ts';
import { checkTranslation } from './translation.check.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

export type LoadedContent = { ok: true; content: Content } | { ok: false; problems: ContentProblem[] };

export const maxFileBytes = 1_000_000;
const topicsName = 'topics.yaml';
const missionName = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.yaml$/;
const translationName = /^([a-z0-9]+(?:-[a-z0-9]+)*)\.([a-z-]+)\.yaml$/i;

interface Translation {
  mission: string;
  locale: Locale;
  yaml: YamlFile;
  texts: TranslationFile | undefined;
}

/**
 * Reads `topics.yaml` and `missions/*.yaml` below a folder. Either all of it is sound, or the answer lists
 * everything there is to mend; it never returns half of the content.
 */
export async function loadContent(folder: string): Promise<LoadedContent> {
  const problems: ContentProblem[] = [];
  const open = async (file: string) => {
    const yaml = await openYaml(folder, file);
    if (!Array.isArray(yaml)) return yaml;
    problems.push(...yaml);
    return undefined;
  };
  const accept = <T>(checked: { ok: true; value: T } | { ok: false; problems: ContentProblem[] }) => {
    if (checked.ok) return checked.value;
    problems.push(...checked.problems);
    return undefined;
  };

  const topicsYaml = await open(topicsName);
  const topics = topicsYaml && accept(checkFile(topicsYaml, topicsFile));

  const names = await listMissions(folder, problems);
  const written: WrittenMission[] = [];
  const mediaFiles = new Map<string, MediaFiles>();
  const missions = new Map<string, MissionFile | undefined>();
  for (const slug of names.missions) {
    const yaml = await open(`missions/${slug}.yaml`);
    const files = await findMediaFiles(folder, slug);
    mediaFiles.set(slug, files);
    if (yaml) written.push({ yaml, files });
    missions.set(slug, yaml && accept(checkFile(yaml, missionFile)));
  }
  const translations: Translation[] = [];
  for (const { mission, locale } of names.translations) {
    const yaml = await open(`missions/${mission}.${locale}.yaml`);
    if (yaml) translations.push({ mission, locale, yaml, texts: accept(checkFile(yaml, translationFile)) });
  }

  problems.push(...checkAcross(topicsYaml, written));
  for (const { mission, yaml, locale, texts } of translations) {
    const base = missions.get(mission);
    if (base?.locale === locale) {
      const message = `The mission is written in this language already: "locale: ${locale}".`;
      problems.push({ file: yaml.file, line: 1, field: '', code: 'content/own-language', message });
    } else if (base && texts)
      problems.push(...checkTranslation({ yaml, locale, texts }, base, mediaFiles.get(mission)!));
  }
  if (problems.length > 0 || !topics) return { ok: false, problems };

  const content: Content = { topics: assembleTopics(topics), missions: [] };
  for (const [slug, file] of missions) {
    const own = translations.filter(({ mission }) => mission === slug);
    content.missions.push(
      assembleMission(
        slug,
        file!,
        new Map(own.map(({ locale, texts }) => [locale, texts!])),
        mediaFiles.get(slug)!,
      ),
    );
  }
  return { ok: true, content };
}

/** A file below the folder, or what there is to mend in it. */
export async function openYaml(folder: string, file: string): Promise<YamlFile | ContentProblem[]> {
  const refuse = (code: ContentProblem['code'], message: string): ContentProblem[] => [
    { file, line: 1, field: '', code, message },
  ];
  try {
    const path = join(folder, file);
    if ((await stat(path)).size > maxFileBytes) {
      return refuse('content/too-large', 'This file is larger than 1 MB. Split it into several missions.');
    }
    const text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    const parsed = parseYaml(file, text);
    return parsed.ok ? parsed.yaml : parsed.problems;
  } catch (error) {
    if (
      error instanceof TypeError &&
      (error as NodeJS.ErrnoException).code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
    ) {
      return refuse('content/not-text', 'This is not a text file in UTF-8. Save it again as UTF-8.');
    }
    const cause = (error as NodeJS.ErrnoException).code;
    if (cause === 'ENOENT') return refuse('content/no-file', 'This file does not exist.');
    if (cause) return refuse('content/unreadable', `This file cannot be read (${cause}).`);
    throw error;
  }
}

async function listMissions(folder: string, problems: ContentProblem[]) {
  const missions: string[] = [];
  const translations: { mission: string; locale: Locale }[] = [];
  const refuse = (file: string, code: ContentProblem['code'], message: string) =>
    problems.push({ file, line: 1, field: '', code, message });
  const names = await readdir(join(folder, 'missions')).catch(() => []);
  const yamlNames = names.filter((name) => /\.ya?ml$/i.test(name) && !name.startsWith('.')).sort();

  for (const name of yamlNames) {
    const file = `missions/${name}`;
    const slug = missionName.exec(name)?.[1];
    const [, mission, language] = translationName.exec(name) ?? [];
    const locale = contentLocales.find((known) => known === language);
    if (slug) {
      missions.push(slug);
    } else if (!mission) {
      const message = 'Name the file like spot-the-fake.yaml: small letters, digits and hyphens.';
      refuse(file, 'content/file-name', message);
    } else if (!locale) {
      const message = `"${language}" is no language of this product; known are: ${contentLocales.join(', ')}.`;
      refuse(file, 'content/unknown-language', message);
    } else if (!yamlNames.includes(`${mission}.yaml`)) {
      refuse(
        file,
        'content/no-mission',
        `There is no mission file ${mission}.yaml that this could translate.`,
      );
    } else {
      translations.push({ mission, locale });
    }
  }
  if (missions.length === 0) {
    refuse(
      'missions',
      'content/empty',
      'There is no mission here. Add a file like missions/spot-the-fake.yaml.',
    );
  }
  return { missions, translations };
}
