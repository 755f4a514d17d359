/** The PATH of a stage whose base has none. https://github.com/moby/buildkit/blob/v0.23.0/util/system/path.go */
export const defaultPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
