AND (point(f.longitude, f.latitude) <@ box(point(:west, :south), point(:east, :north))
  OR point(f.longitude, f.latitude) <@ box(point(:second_west, :south), point(:second_east, :north)))
