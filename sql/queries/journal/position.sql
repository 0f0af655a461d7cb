SELECT segment, byte_offset FROM node WHERE id = ?
