/** Roles that follow the programme behind the gate and never load the room. */
const GALLERY_ROLES: ReadonlySet<string> = new Set(["journalist", "pooler", "observer", "public"]);

export const isGalleryRole = (role: string): boolean => GALLERY_ROLES.has(role);
