import { z } from 'zod';
import { may } from '../../platform/http/caller.ts';
import { type Route, route } from '../../platform/http/route.ts';
import { mediaAsset, mediaPage, mediaQuery, newMedia } from '../../wire/media.ts';
import { mediaId } from '../../wire/media-ref.ts';
import type { MediaService } from './media.service.ts';

const mayWrite = may('missions.write');
const ofOne = z.strictObject({ id: mediaId });

export function mediaRoutes(media: MediaService): Route[] {
  return [
    route({
      method: 'get',
      path: '/media',
      summary: 'List the pictures, recordings and films that are here already, the newest first',
      tag: 'Media',
      auth: mayWrite,
      query: mediaQuery,
      response: mediaPage,
      handler: ({ caller, query }) => media.list(caller, query),
    }),
    route({
      method: 'post',
      path: '/media',
      summary: 'Announce a picture or a recording; its bytes follow',
      tag: 'Media',
      auth: mayWrite,
      body: newMedia,
      response: mediaAsset,
      status: 201,
      limit: { times: 300, seconds: 3_600 },
      handler: ({ caller, body }) => media.announce(caller, body),
    }),
    route({
      method: 'put',
      path: '/media/:id/content',
      summary: 'Send the bytes of a picture or a recording',
      tag: 'Media',
      auth: mayWrite,
      params: ofOne,
      stream: true,
      response: mediaAsset,
      limit: { times: 600, seconds: 3_600 },
      handler: ({ caller, params, content }) => media.receive(caller, params.id, content),
    }),
    route({
      method: 'delete',
      path: '/media/:id',
      summary: 'Take a picture or a recording away that no question shows',
      tag: 'Media',
      auth: mayWrite,
      params: ofOne,
      response: null,
      handler: ({ caller, params }) => media.remove(caller, params.id),
    }),
  ];
}
