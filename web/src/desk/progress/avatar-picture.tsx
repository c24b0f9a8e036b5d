/** As a picture of its own, so that nothing in it becomes part of the page. The name stands beside it. */
export const AvatarPicture = ({ picture, size }: { picture: string; size: number }) => (
  <img src={`data:image/svg+xml,${encodeURIComponent(picture)}`} width={size} height={size} alt="" />
);
